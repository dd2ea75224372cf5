// The part of jstat that statistics here rest on.
declare module "jstat" {
  export const jStat: {
    readonly studentt: { inv(probability: number, degreesOfFreedom: number): number };
  };
}
