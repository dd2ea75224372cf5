// Level generator of the red lander.
import { z } from "zod";
import { InputError } from "../../base/errors.ts";
import type { Rng } from "../../base/rng.ts";
import { chanceOf } from "../bernoulli.ts";
import { countsSchema, countsText } from "../counts.ts";
import type { LevelDistribution } from "../environment.ts";
import { agent, floor, type GridSize, wall } from "../grid.ts";
import { crater, ground, pad, red } from "./things.ts";

/** Rows of sky that the lander needs in every column: one to fly in and one to brake in. */
const leastSky = 2;

const shareSchema = z.number().min(0).max(1);

export const levelsSchema = z.strictObject({
  pads: countsSchema(1).default([1, 1]),
  craters: countsSchema(0).default([2, 3]),
  /** The share of pads, of craters, and of the rest of the ground that is red, each thing on its own. */
  redPads: shareSchema.default(1),
  redCraters: shareSchema.default(0),
  redGround: shareSchema.default(0),
  /** How many cells the ground may rise above the lowest, in each column on its own; 0 is flat. */
  relief: z.int().min(0).default(0),
});

export type LevelParameters = z.output<typeof levelsSchema>;

/** The lander is at rest in the top row, in any column; pads and craters lie in columns of their own. */
export function landerLevels(parameters: LevelParameters, { height, width }: GridSize): LevelDistribution {
  const columns = width - 2;
  requireRoom(parameters, height - 2, columns);
  const { pads, craters, relief } = parameters;
  const odds = [
    { code: ground, isRed: chanceOf(parameters.redGround) },
    { code: pad, isRed: chanceOf(parameters.redPads) },
    { code: crater, isRed: chanceOf(parameters.redCraters) },
  ];
  const order = new Uint16Array(columns);

  /** The surface of a column of the given kind (an index of `odds`), with ground below it. */
  function drawColumn(rng: Rng, out: Uint8Array, offset: number, column: number, kind: number): void {
    const { code, isRed } = odds[kind]!;
    const surface = height - 2 - rng.below(relief + 1);
    for (let row = surface + 1; row < height - 1; row++) out[offset + row * width + column] = ground;
    out[offset + surface * width + column] = isRed(rng) ? code | red : code;
  }

  return {
    summary: describe(parameters),
    parameters,
    generate: (rng, out, offset) => {
      const padCount = rng.between(pads[0], pads[1]);
      const craterCount = rng.between(craters[0], craters[1]);
      drawSky(out, offset, height, width);
      for (let column = 0; column < columns; column++) order[column] = column + 1;
      for (let index = 0; index < columns; index++) {
        const pick = index + rng.below(columns - index);
        const column = order[pick]!;
        order[pick] = order[index]!;
        const kind = index < padCount ? 1 : index < padCount + craterCount ? 2 : 0;
        drawColumn(rng, out, offset, column, kind);
      }
      out[offset + width + 1 + rng.below(columns)] = agent;
    },
  };
}

function drawSky(out: Uint8Array, offset: number, height: number, width: number): void {
  out.fill(wall, offset, offset + height * width);
  for (let row = 1; row < height - 1; row++) {
    const first = offset + row * width;
    out.fill(floor, first + 1, first + width - 1);
  }
}

function requireRoom({ pads, craters, relief }: LevelParameters, rows: number, columns: number): void {
  const most = pads[1] + craters[1];
  if (most > columns) {
    throw new InputError(
      "levels",
      `up to ${most} pads and craters`,
      `at most ${columns}, one in each column`,
    );
  }
  if (rows - relief - 1 < leastSky) {
    throw new InputError(
      "levels.relief",
      String(relief),
      `at most ${rows - 1 - leastSky}, which leaves ${leastSky} rows of sky`,
    );
  }
}

function describe({ pads, craters, redPads, redCraters, redGround, relief }: LevelParameters): string {
  const ground = relief === 0 ? "flat ground" : `ground that rises by up to ${relief}`;
  const parts = [
    `${countsText(pads)} pads (${percent(redPads)} red)`,
    `${countsText(craters)} craters (${percent(redCraters)} red)`,
  ];
  return `${ground}${redGround === 0 ? "" : `, ${percent(redGround)} of it red`}, ${parts.join(" and ")}.`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
