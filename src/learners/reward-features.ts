// What a reward may rest on apart from events: features of what is seen, what is done and what is seen then.
import { InputError } from "../base/errors.ts";
import { sizeOf } from "../engine/tensor.ts";
import type { Environment } from "../environments/environment.ts";
import { agentChannel, type GridEnvironment } from "../environments/grid.ts";
import { agentCell, gridOf, mostCounted } from "../policies/programs/sensors.ts";

/** One step as it was seen. Both observations begin at `start`. */
export interface SeenStep {
  readonly before: Uint8Array;
  readonly after: Uint8Array;
  readonly start: number;
  readonly action: number;
  /** Whether the rules of the world ended the episode. */
  readonly ended: boolean;
}

export interface RewardFeatures {
  readonly names: readonly string[];
  /** Writes 1 for every feature that a step has, and 0 for the others. out: [features] */
  write(step: SeenStep, out: Uint8Array): void;
}

/** Steps that end an episode have features of their own, so that what is paid at the end says nothing of the way there. */
const ends = ["", ", at the end"] as const;

/**
 * The features of a world, each of which a step has or has not. In a gridworld: the thing of each kind that was seen, before the step, where the agent now
 * is, or, where nothing was, on one of the four sides of that cell; whether it is gone; and the same together with every count that is seen now. In other worlds:
 * what was seen, with the action; and what is seen now. Everywhere: the action; and all of these apart for steps that end the episode. Throws an
 * InputError for a world that shows a window: what was seen where is then not known.
 */
export function rewardFeatures(environment: Environment): RewardFeatures {
  const grid = gridOf(environment);
  return grid === null ? cueFeatures(environment) : new TouchFeatures(grid);
}

function cueFeatures({ observation, actions }: Environment): RewardFeatures {
  const { channels } = observation;
  const before = channels.flatMap((seen) =>
    actions.flatMap((act) => ends.map((end) => `${seen}: ${act}${end}`)),
  );
  const after = channels.flatMap((seen) => ends.map((end) => `then ${seen}${end}`));
  const own = actionNames(actions);
  return {
    names: [...before, ...after, ...own],
    write(step, out) {
      const { start, action } = step;
      const end = step.ended ? 1 : 0;
      out.fill(0);
      for (let channel = 0; channel < channels.length; channel++) {
        if (step.before[start + channel] !== 0) out[2 * (channel * actions.length + action) + end] = 1;
        if (step.after[start + channel] !== 0) out[before.length + 2 * channel + end] = 1;
      }
      out[before.length + after.length + 2 * action + end] = 1;
    },
  };
}

const places = ["here", "above", "left", "below", "right"] as const;
const whereabouts = ["", ", gone"] as const;

class TouchFeatures implements RewardFeatures {
  readonly names: readonly string[];
  readonly #grid: GridEnvironment;
  /** Planes of things, and of counts, by where they begin. */
  readonly #things: readonly number[];
  readonly #counts: readonly number[];
  readonly #area: number;
  /** Index of the first feature of actions. */
  readonly #actions: number;

  constructor(grid: GridEnvironment) {
    if (grid.view !== null)
      throw new InputError(
        "reward.of",
        '"features"',
        `"events" where a window of ${grid.view} cells is seen`,
      );
    this.#grid = grid;
    this.#area = grid.height * grid.width;
    const { channels } = grid.observation;
    const isCount = (channel: number) => grid.countingChannels.includes(channel);
    const all = channels.map((_, channel) => channel);
    const things = all.filter((channel) => channel !== agentChannel && !isCount(channel));
    const counts = all.filter(isCount);
    this.#things = things.map((channel) => channel * this.#area);
    this.#counts = counts.map((channel) => channel * this.#area);
    const alone = [
      "",
      ...counts.flatMap((channel) => answers.map((answer) => `, ${channels[channel]} ${answer}`)),
    ];
    const touched = places.flatMap((place) =>
      things.flatMap((thing) =>
        whereabouts.flatMap((gone) =>
          ends.flatMap((end) => alone.map((count) => `${channels[thing]} ${place}${gone}${end}${count}`)),
        ),
      ),
    );
    this.#actions = touched.length;
    this.names = [...touched, ...actionNames(grid.actions)];
  }

  write(step: SeenStep, out: Uint8Array): void {
    const { before, after, start, action, ended } = step;
    const { height, width } = this.#grid;
    out.fill(0);
    out[this.#actions + 2 * action + (ended ? 1 : 0)] = 1;
    const agent = agentCell(this.#grid, after, start);
    const row = Math.floor(agent / width);
    const column = agent % width;
    // Cells beyond the border show nothing.
    const cells = [
      agent,
      row > 0 ? agent - width : -1,
      column > 0 ? agent - 1 : -1,
      row < height - 1 ? agent + width : -1,
      column < width - 1 ? agent + 1 : -1,
    ];
    // Who stands on something touches that; what lies beside then only lies beside, and would share what is paid.
    const [first, last] = this.#isAnything(before, start, agent) ? [0, 0] : [1, places.length - 1];
    for (let place = first; place <= last; place++) {
      if (cells[place]! >= 0) this.#touch(step, place, cells[place]!, out);
    }
  }

  #isAnything(observations: Uint8Array, start: number, cell: number): boolean {
    return this.#things.some((plane) => observations[start + plane + cell] !== 0);
  }

  #touch({ before, after, start, ended }: SeenStep, place: number, cell: number, out: Uint8Array): void {
    const modes = 1 + this.#counts.length * answers.length;
    for (let thing = 0; thing < this.#things.length; thing++) {
      const at = start + this.#things[thing]! + cell;
      if (before[at] === 0) continue;
      const gone = after[at] === 0 ? 1 : 0;
      const first = (((place * this.#things.length + thing) * 2 + gone) * 2 + (ended ? 1 : 0)) * modes;
      out[first] = 1;
      for (let count = 0; count < this.#counts.length; count++)
        out[first + 1 + count * answers.length + this.#counted(after, start + this.#counts[count]!)] = 1;
    }
  }

  #counted(observations: Uint8Array, plane: number): number {
    let counted = 0;
    for (let cell = 0; cell < this.#area && counted < mostCounted; cell++)
      if (observations[plane + cell] !== 0) counted++;
    return counted;
  }
}

/** As sensors count: the last answer stands for as many or more. */
const answers = Array.from({ length: mostCounted + 1 }, (_, number) => String(number));

function actionNames(actions: readonly string[]): string[] {
  return actions.flatMap((action) => ends.map((end) => `${action}${end}`));
}

/** Bytes of one lane's observation. */
export function observationSize({ observation }: Environment): number {
  return sizeOf(observation.shape);
}
