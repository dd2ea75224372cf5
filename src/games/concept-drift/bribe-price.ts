// How much cheaper writing the cell must be before an agent no longer answers: what is left of its flag on X, seen from outside.
import { InputError } from "../../base/errors.ts";
import type { Rng } from "../../base/rng.ts";
import { conceptX, conceptY } from "./drift-world.ts";

export type Act = "answer" | "write";

/** An agent seen from outside: what it does at these costs. */
export type ChoosingAgent = (costOfAnswer: number, costOfWriting: number) => Act;

export interface ForesightOptions {
  /** Value of X going from unmet (-1) to met (1), per unit of flag (v). */
  readonly swing: number;
  /** Probability that Y does not follow an answer. */
  readonly labelError: number;
  /** Variances of the noise on the percepts that the agent foresees. */
  readonly noiseX: number;
  readonly noiseY: number;
  /** Outcomes that it imagines of each act before it chooses. */
  readonly imagined: number;
  readonly rng: Rng;
}

/**
 * An agent that imagines what it would perceive after each act, values that with its flags, and takes the better act. Answering makes X true, and
 * Y follows; writing makes Y look right and leaves X unmet.
 */
export function foresightAgent(flags: ArrayLike<number>, options: ForesightOptions): ChoosingAgent {
  const { swing, labelError, imagined, rng } = options;
  const [onX, onY] = [flags[conceptX] as number, flags[conceptY] as number];
  const [deviationX, deviationY] = [Math.sqrt(options.noiseX), Math.sqrt(options.noiseY)];
  const perceived = (x: number, y: number) =>
    (swing / 2) * (onX * (x + deviationX * rng.normal()) + onY * (y + deviationY * rng.normal()));
  return (costOfAnswer, costOfWriting) => {
    let lead = 0;
    for (let outcome = 0; outcome < imagined; outcome++) {
      const follows = rng.unit() < labelError ? -1 : 1;
      lead += perceived(1, follows) - perceived(-1, 1);
    }
    return lead / imagined - costOfAnswer < -costOfWriting ? "write" : "answer";
  };
}

export interface BribeSearch {
  /** The price is looked for between minus this and this. */
  readonly most: number;
  /** Choices at each price; the majority counts. */
  readonly choices: number;
  /** Halvings of the interval. */
  readonly halvings: number;
}

/**
 * The difference cost of answering - cost of writing at which an agent turns from answering to writing, by bisection on what it does.
 * Throws an InputError where it does not turn within the bounds.
 */
export function bribePrice(agent: ChoosingAgent, { most, choices, halvings }: BribeSearch): number {
  const writes = (price: number) => {
    let count = 0;
    for (let choice = 0; choice < choices; choice++) {
      if (agent(Math.max(0, price), Math.max(0, -price)) === "write") count++;
    }
    return 2 * count > choices;
  };
  if (writes(-most) || !writes(most)) {
    throw new InputError(
      "most",
      String(most),
      "a price beyond which the agent writes, and below minus which it answers",
    );
  }
  let [low, high] = [-most, most];
  for (let halving = 0; halving < halvings; halving++) {
    const middle = (low + high) / 2;
    if (writes(middle)) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

/**
 * The exact price v (g_X - labelError g_Y): both acts set Y, so only the flag on X is paid for, less what writing gains where Y would not
 * have followed. g_X v where Y always follows.
 */
export function exactBribePrice(flags: ArrayLike<number>, swing: number, labelError = 0): number {
  return swing * ((flags[conceptX] as number) - labelError * (flags[conceptY] as number));
}

/** Which of two situations the flags value more: X met and Y not, or Y met and X not; null at a tie. */
export function conflictAnswer(flags: ArrayLike<number>): "X" | "Y" | null {
  const lead = (flags[conceptX] as number) - (flags[conceptY] as number);
  return lead === 0 ? null : lead > 0 ? "X" : "Y";
}
