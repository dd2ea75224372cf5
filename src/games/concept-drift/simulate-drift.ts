// Lets the flag live in its world and writes down where it is.
import { InputError } from "../../base/errors.ts";
import type { Rng } from "../../base/rng.ts";
import type { DriftSetting } from "./drift-setting.ts";
import { concepts, conceptY, DriftWorld } from "./drift-world.ts";
import { startFlags } from "./flag-rules.ts";

const mostSteps = 100_000_000;

/** Flags at chosen steps. */
export interface DriftCourse {
  /** Numbers of steps taken, ascending. */
  readonly times: readonly number[];
  /** Flags on X, Y, Z at each time. [times, concepts] */
  readonly flags: Float64Array;
}

/** Plays one history of the world. times: ascending whole numbers of steps; 0 is before the first. Equal streams give equal bytes. */
export function simulateDrift(setting: DriftSetting, times: readonly number[], rng: Rng): DriftCourse {
  requireTimes(times);
  const rereads = setting.rule === "rebuilt-ontology" && setting.oldPercept === "reread";
  const world = new DriftWorld(setting.world, rng.fork("world"), rereads);
  const rule = startFlags(setting, rng.fork("memory"));
  const flags = new Float64Array(times.length * concepts);
  let done = 0;
  times.forEach((time, at) => {
    for (; done < time; done++) {
      const { visible } = world;
      world.step();
      rule.observe(world.percepts, world.rereading, world.label, visible);
    }
    rule.read(flags.subarray(at * concepts, (at + 1) * concepts));
  });
  return { times, flags };
}

/** What part of the flag is on a concept (by default Y): |g_i| over the sum of all |g|; 0 where there is no flag left. */
export function flagShare(flags: ArrayLike<number>, concept = conceptY): number {
  let all = 0;
  for (let i = 0; i < concepts; i++) all += Math.abs(flags[i] as number);
  return all === 0 ? 0 : Math.abs(flags[concept] as number) / all;
}

function requireTimes(times: readonly number[]): void {
  times.forEach((time, at) => {
    const least = at === 0 ? 0 : times[at - 1]!;
    if (Number.isInteger(time) && time >= least && time <= mostSteps) return;
    throw new InputError(`times[${at}]`, String(time), `a whole number from ${least} to ${mostSteps}`);
  });
}
