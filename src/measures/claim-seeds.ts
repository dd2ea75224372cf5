/** Seeds from which on an interval is a claim; fewer are a look (docs/definitions.md, "Seed"). */
export const claimSeeds = 10;
