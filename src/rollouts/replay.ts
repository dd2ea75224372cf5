// Repeats recorded episodes exactly: level, actions and chance decide every byte of them.
import { InputError } from "../base/errors.ts";
import type { Environment, EnvironmentBatch, Frame } from "../environments/environment.ts";
import type { ReplayEpisode } from "../runs/format.ts";
import { repeatedChance } from "./chance.ts";

/** One moment of a repeated episode. */
export interface ReplayMoment {
  /** 0 before the first action. */
  readonly step: number;
  /** The action that led here; null at step 0. */
  readonly action: number | null;
  /** The world in its lane 0, as it is now; the next moment overwrites it. */
  readonly batch: EnvironmentBatch;
}

/**
 * The moments of an episode, one more than its actions. Throws an InputError where the record cannot have happened: an
 * action that the world does not have, actions after the end or none at the end, options that chance cannot take.
 */
export function* replayMoments(
  environment: Environment,
  episode: ReplayEpisode,
  horizon: number,
): Generator<ReplayMoment> {
  const batch = environment.batch({ lanes: 1, horizon });
  const chance = repeatedChance(episode.chances);
  batch.reset(0, environment.parseLevel(episode.level), 0);
  yield { step: 0, action: null, batch };
  for (const [index, action] of episode.actions.entries()) {
    if (hasEnded(batch)) throw new InputError(`actions[${index}]`, String(action), "the end of the episode");
    if (!(action in environment.actions)) {
      throw new InputError(`actions[${index}]`, String(action), `below ${environment.actions.length}`);
    }
    batch.stepLane(0, action, chance);
    yield { step: index + 1, action, batch };
  }
  if (!hasEnded(batch))
    throw new InputError("actions", `${episode.actions.length} steps`, "a complete episode");
  if (chance.used() < episode.chances.length) {
    throw new InputError(
      "chances",
      `${episode.chances.length} options`,
      `${chance.used()}, as many as were used`,
    );
  }
}

/** A repeated episode as it is drawn and counted. */
export interface ReplayedEpisode {
  /** Before the first action and after each one. [steps + 1] */
  readonly frames: readonly Frame[];
  /** Events of each step, in the environment's order. [steps][events] */
  readonly events: readonly Uint8Array[];
  /** Whether the world's rules ended it, rather than the horizon. */
  readonly terminated: boolean;
}

/** Every frame and event of a recorded episode; throws as `replayMoments` does. */
export function replayEpisode(
  environment: Environment,
  episode: ReplayEpisode,
  horizon: number,
): ReplayedEpisode {
  const frames: Frame[] = [];
  const events: Uint8Array[] = [];
  let terminated = false;
  for (const { step, batch } of replayMoments(environment, episode, horizon)) {
    frames.push(batch.frame(0));
    if (step > 0) events.push(batch.events.slice());
    terminated = batch.terminated[0] === 1;
  }
  return { frames, events, terminated };
}

function hasEnded(batch: EnvironmentBatch): boolean {
  return batch.terminated[0] === 1 || batch.truncated[0] === 1;
}
