// `innergap discriminate`: levels on which objectives disagree, the best of many or the smallest.
import { writeFileSync } from "node:fs";
import { exitCodes, InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { frameText } from "../drawing/frame.ts";
import { formatNumber } from "../drawing/numbers.ts";
import { textTableLines } from "../drawing/table.ts";
import { levelAt, printLevels } from "../environments/levels.ts";
import type { Discrimination } from "../measures/discrimination/discriminating-levels.ts";
import { discriminatingLevels } from "../measures/discrimination/discriminating-levels.ts";
import {
  type Evidence,
  type EvidenceSetting,
  usualNoise,
} from "../measures/discrimination/expected-evidence.ts";
import { smallestLevel } from "../measures/discrimination/smallest-level.ts";
import type { Arguments } from "./arguments.ts";
import type { Execute } from "./command.ts";
import type { Terminal } from "./terminal.ts";
import { usualDiscount, usualHorizon } from "./world-option-specs.ts";
import { objectivesOf, type World, worldOf, worldTitle } from "./world-options.ts";

const usualLevels = 8;
const usualPool = 64;
/** Odds of twenty to one. */
const usualBar = 3;
const usualStarts = 8;

export const execute: Execute = async (args, terminal) => {
  const world = worldOf(args);
  const setting: EvidenceSetting = {
    discount: args.number("discount", 0, 0.999999) ?? usualDiscount,
    horizon: args.whole("horizon", 1, 1_000_000) ?? usualHorizon,
    rationality: args.number("rationality", 0, 1e9) ?? usualNoise.rationality,
    lapse: args.number("lapse", 1e-9, 0.999999) ?? usualNoise.lapse,
  };
  const { found, notes, more } = args.flag("smallest")
    ? smallest(args, terminal, world, setting)
    : bestSet(args, terminal, world, setting);
  const { environment } = found.levels;
  const heading = [
    worldTitle(environment),
    `choice: planner at discount ${setting.discount}, rationality ${setting.rationality}, lapse ${setting.lapse}; ${setting.horizon} steps`,
    ...notes,
  ];
  for (const line of heading) terminal.print(line);
  printLevelsApart(terminal, found);
  const out = args.text("out");
  if (out !== null) {
    writeLevels(out, found, heading);
    terminal.say(`written to ${out}`);
  }
  const { levels, ...figures } = found;
  terminal.record({
    kind: "done",
    result: {
      environment: environment.id,
      parameters: environment.parameters,
      setting,
      texts: Array.from({ length: levels.count }, (_, i) => environment.printLevel(levelAt(levels, i))),
      ...more,
      ...figures,
    },
  });
  return exitCodes.ok;
};

interface Found {
  readonly found: Discrimination;
  /** How it was found, for people. */
  readonly notes: readonly string[];
  /** The same for programs. */
  readonly more: object;
}

function bestSet(args: Arguments, terminal: Terminal, world: World, setting: EvidenceSetting): Found {
  const n = args.whole("levels", 1, 1000) ?? usualLevels;
  const pool = args.whole("pool", 1, 1_000_000) ?? usualPool;
  const seed = seedOf(args);
  const environment = world.definition.create(world.parameters);
  const found = discriminatingLevels(
    {
      environment,
      distribution: world.definition.levels(environment, world.levelParameters),
      objectives: objectivesOf(args, environment),
      setting,
      n,
      pool,
      rng: Rng.fromSeed(seed).fork("levels"),
      avoidCrossing: args.flag("avoid-crossing"),
    },
    (done, total) => terminal.detail(`level ${done} of ${total}`),
  );
  const { repeated, large, idle, crossing } = found.passedOver;
  const reasons = [
    [repeated, "drawn before"],
    [large, "with too many states"],
    [idle, "with nothing to gain for an objective"],
    [crossing, "where a proxy's way leads over the base objective"],
  ] as const;
  const passed = reasons.filter(([count]) => count > 0).map(([count, why]) => `${count} ${why}`);
  return {
    found,
    notes: [
      `the best ${n} of ${found.pool} random levels, seed ${seed}${passed.length === 0 ? "" : `; passed over: ${passed.join(", ")}`}`,
      ...found.pairs.map(
        (pair, index) =>
          `${nameOf(found, pair)}: ${formatNumber(found.chosenSet[index], 1)} nats chosen, ${formatNumber(found.randomSet[index], 1)} in a random set (values scaled over all ${found.pool})`,
      ),
    ],
    more: { seed },
  };
}

function smallest(args: Arguments, terminal: Terminal, world: World, setting: EvidenceSetting): Found {
  const seed = seedOf(args);
  const bar = args.number("bar", 0, 1e6) ?? usualBar;
  const environment = world.definition.create(world.parameters);
  const found = smallestLevel(
    {
      ...world,
      objectives: objectivesOf(args, environment),
      setting,
      bar,
      pool: args.whole("pool", 1, 1_000_000) ?? usualPool,
      starts: usualStarts,
      rng: Rng.fromSeed(seed),
      avoidCrossing: args.flag("avoid-crossing"),
    },
    (done, total) => terminal.detail(`start ${done} of ${total}`),
  );
  const { size, solved } = found;
  return {
    found,
    notes: [
      `the smallest level found on which every pair is worth ${bar} nats: ${size.cost} free cells and things (seed ${seed}, ${solved} levels solved; a local search, there may be smaller ones)`,
    ],
    more: { seed, bar },
  };
}

function seedOf(args: Arguments): number {
  return args.whole("seed", 0, 2 ** 31 - 1) ?? 0;
}

function nameOf({ objectives }: Discrimination, [i, j]: readonly [number, number]): string {
  return `${objectives[i]} / ${objectives[j]}`;
}

/** First the levels where no proxy's way leads over the base objective, then the others. */
function printLevelsApart(terminal: Terminal, found: Discrimination): void {
  const indices = found.perLevel.map((_, index) => index);
  const clear = indices.filter((index) => !found.perLevel[index].crosses);
  const crossed = indices.filter((index) => found.perLevel[index].crosses);
  const groups = [
    ["Levels where no proxy's way leads over the base objective", clear],
    ["Levels where a proxy's way leads over the base objective", crossed],
  ] as const;
  for (const [title, group] of groups) {
    if (group.length === 0) continue;
    terminal.print();
    terminal.print(`${title}: ${group.length}`);
    for (const index of group) printLevel(terminal, found, index);
  }
  terminal.print();
  terminal.print("Nats per pair, the lesser of both directions, one episode on each level");
  const columns = [
    "pair",
    "every decision",
    "each state once",
    "per step",
    "each state once, no crossing",
  ].map((title, index) => ({ title, align: index === 0 ? ("left" as const) : ("right" as const) }));
  const rows = found.pairs.map((pair, index) => ({
    cells: [
      nameOf(found, pair),
      ...figures(found.evidence[index]),
      formatNumber(found.clearEvidence[index].onceCounted, 2),
    ],
  }));
  for (const line of textTableLines({ columns, rows }, terminal.width)) terminal.print(line);
}

function figures({ perEpisode, onceCounted, perStep }: Evidence): string[] {
  return [formatNumber(perEpisode, 2), formatNumber(onceCounted, 2), formatNumber(perStep, 3)];
}

function printLevel(terminal: Terminal, found: Discrimination, index: number): void {
  const { environment } = found.levels;
  const batch = environment.batch({ lanes: 1, horizon: 1, observe: false });
  batch.reset(0, levelAt(found.levels, index), 0);
  terminal.print();
  for (const line of levelWords(found, index)) terminal.print(line);
  const frame = { ...batch.frame(0), notes: [] };
  for (const line of frameText(frame, environment.objects, { color: terminal.color })) terminal.print(line);
}

/** Name, evidence and crossings of a level in lines. */
function levelWords(found: Discrimination, index: number): string[] {
  const { hash, states, evidence, crossings } = found.perLevel[index];
  const nats = found.pairs.map(
    (pair, which) => `${nameOf(found, pair)} ${formatNumber(evidence[which].onceCounted, 2)}`,
  );
  const shares = Object.entries(crossings).map(
    ([name, share]) => `${name} ${share === null ? "–" : formatNumber(share, 2)}`,
  );
  return [
    `level ${index + 1}  ${hash.slice(0, 12)}  ${states} states`,
    `  nats, each state once: ${nats.join(", ")}`,
    ...(shares.length === 0 ? [] : [`  share of the base objective earned on the way: ${shares.join(", ")}`]),
  ];
}

function writeLevels(path: string, found: Discrimination, heading: readonly string[]): void {
  const words = found.perLevel.flatMap((_, index) => levelWords(found, index));
  try {
    writeFileSync(path, printLevels(found.levels, [...heading, ...words]));
  } catch (error) {
    throw new InputError("--out", `${path} (${(error as NodeJS.ErrnoException).code})`, "a file to write to");
  }
}
