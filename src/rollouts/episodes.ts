// Plays one complete episode on every level of a set: what measures and tables are computed from.
import { InputError } from "../base/errors.ts";
import { allocateDecisions, type Policy } from "../policies/policy.ts";
import type { ReplayEpisode } from "../runs/format.ts";
import { type EpisodeOptions, EpisodeRecorder } from "./episode-recorder.ts";
import type { Episodes } from "./trajectory.ts";

export interface PlayOptions extends EpisodeOptions {
  readonly policy: Policy;
  /** How many episodes are played side by side at most; 256 by default. */
  readonly lanes?: number;
  /** Called whenever episodes have ended, with the number of those done. */
  readonly onProgress?: (done: number) => void;
}

/** Plays every level once, from its reset to the end of its episode. */
export async function playEpisodes(options: PlayOptions): Promise<Episodes> {
  const { environment, count, horizon, policy, lanes = 256, onProgress } = options;
  checkLevels(options);
  const recorder = new EpisodeRecorder(options);
  const width = Math.min(lanes, count);
  const batch = environment.batch({ lanes: width, horizon });
  const decisions = allocateDecisions(width, environment.actions.length);
  const memory = new Float32Array(width * policy.memorySize);
  const actions = new Uint8Array(width);
  for (let lane = 0; lane < width; lane++) recorder.startNext(batch, lane);
  while (recorder.done < count) {
    await policy.decide(batch, memory, decisions);
    recorder.select(decisions.probabilities, actions);
    batch.step(actions, recorder.chances);
    policy.remember?.(actions, memory, batch);
    recorder.record(batch, actions);
    const ended = recorder.takeEnded(batch);
    for (const lane of ended) {
      memory.fill(0, lane * policy.memorySize, (lane + 1) * policy.memorySize);
      recorder.startNext(batch, lane);
    }
    if (ended.length > 0) onProgress?.(recorder.done);
  }
  return recorder.episodes;
}

/** One episode in the form that replays are written in; `replayEpisode` repeats it. */
export function toReplay(episodes: Episodes, index: number): ReplayEpisode {
  const { environment, levels, actions, chances } = episodes;
  const size = environment.levelLength;
  return {
    level: environment.printLevel(levels.slice(index * size, (index + 1) * size)),
    actions: actions[index],
    chances: chances[index],
  };
}

function checkLevels({ environment, levels, count, horizon }: PlayOptions): void {
  const bytes = count * environment.levelLength;
  if (!(Number.isInteger(count) && count >= 1))
    throw new InputError("count", String(count), "at least 1 level");
  if (!(Number.isInteger(horizon) && horizon >= 1))
    throw new InputError("horizon", String(horizon), "at least 1 step");
  if (levels.length < bytes) {
    throw new InputError("levels", `${levels.length} bytes`, `${bytes} bytes for ${count} levels`);
  }
}
