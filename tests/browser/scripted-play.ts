// Scripted agents that play complete episodes, and what was counted while they played.
import type { Rng } from "../../src/base/rng.ts";
import type { Environment } from "../../src/environments/environment.ts";
import type { ReplayFile } from "../../src/runs/format.ts";

/** Where a scripted agent goes next: letters in order of preference, or nowhere in particular. */
export interface Script {
  readonly policy: string;
  readonly label: string;
  readonly seeds: readonly (number | null)[];
  /** Things it walks to, the nearest of any of these letters first; given the number of keys held. */
  readonly wants: (held: number) => string;
  /** Share of uniformly random actions. */
  readonly noise: number;
  readonly exact?: boolean;
}

export function scriptsFor(seeds: readonly number[]): readonly Script[] {
  const once = [null];
  return [
    {
      policy: "trained-sampled",
      label: "trained, sampled",
      seeds,
      wants: (held) => (held > 2 ? "ck" : "k"),
      noise: 0.1,
    },
    {
      policy: "trained-greedy",
      label: "trained, greedy",
      seeds,
      wants: (held) => (held > 2 ? "ck" : "k"),
      noise: 0,
    },
    { policy: "untrained", label: "untrained network", seeds, wants: () => "", noise: 0.9 },
    { policy: "random", label: "random", seeds: once, wants: () => "", noise: 1, exact: true },
    {
      policy: "planner:chests",
      label: "planner for chests",
      seeds: once,
      wants: (held) => (held > 0 ? "c" : "k"),
      noise: 0,
      exact: true,
    },
    {
      policy: "planner:keys",
      label: "planner for keys",
      seeds: once,
      wants: () => "k",
      noise: 0,
      exact: true,
    },
    {
      policy: "matched-noise",
      label: "planner with matched noise",
      seeds: once,
      wants: (held) => (held > 0 ? "c" : "k"),
      noise: 0.65,
    },
  ];
}

/** Up, left, down or right to the nearest wanted thing of an open grid; a random action where there is none. */
function chooseAction(
  environment: Environment,
  cells: readonly string[],
  width: number,
  wants: string,
  rng: Rng,
): number {
  const at = cells.findIndex((letters) => letters.includes("@"));
  let best: readonly [distance: number, rows: number, columns: number] | null = null;
  cells.forEach((letters, cell) => {
    if (![...letters].some((letter) => wants.includes(letter))) return;
    const rows = Math.floor(cell / width) - Math.floor(at / width);
    const columns = (cell % width) - (at % width);
    const distance = Math.abs(rows) + Math.abs(columns);
    if (!best || distance < best[0]) best = [distance, rows, columns];
  });
  if (!best) return rng.below(environment.actions.length);
  const [, rows, columns] = best as readonly [number, number, number];
  const name = rows < 0 ? "up" : rows > 0 ? "down" : columns < 0 ? "left" : "right";
  return environment.actions.indexOf(name);
}

export interface Played {
  readonly file: ReplayFile;
  /** Events counted while playing, by episode. [episodes][events] */
  readonly events: readonly (readonly number[])[];
  readonly steps: readonly number[];
}

export function playAll(
  environment: Environment,
  levels: readonly Uint8Array[],
  deployment: string,
  horizon: number,
  script: Script,
  rng: Rng,
): Played {
  const events: number[][] = [];
  const steps: number[] = [];
  const episodes = levels.map((level) => {
    const batch = environment.batch({ lanes: 1, horizon });
    batch.reset(0, level, 0);
    const counts = environment.events.map(() => 0);
    const actions: number[] = [];
    while (!batch.terminated[0] && !batch.truncated[0]) {
      const { cells, width, notes } = batch.frame(0);
      const wants = script.wants(notes[0]?.value ?? 0);
      const action =
        rng.unit() < script.noise
          ? rng.below(environment.actions.length)
          : chooseAction(environment, cells, width, wants, rng);
      batch.stepLane(0, action, { choose: () => 0 });
      counts.forEach((_, event) => {
        counts[event]! += batch.events[event]!;
      });
      actions.push(action);
    }
    events.push(counts);
    steps.push(actions.length);
    return { level: environment.printLevel(level), actions, chances: [] };
  });
  const { name, parameters } = environment;
  return {
    file: {
      format: 1,
      environment: { name, parameters },
      deployment,
      policy: script.policy,
      horizon,
      episodes,
    },
    events,
    steps,
  };
}
