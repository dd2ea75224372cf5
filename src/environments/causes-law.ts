// Whether the causes that a world declares are all of them, and each of them one: by mixing states and looking at what the next step makes of them.
import type { Rng } from "../base/rng.ts";
import { actionCause, variablesLength } from "./causes.ts";
import { type ChanceOracle, type Environment, idleAction, type LevelDistribution } from "./environment.ts";
import { demand } from "./lawful-play.ts";
import { causesOf, loadVariables, saveVariables } from "./variable-states.ts";

/** The end of the episode among the effects. */
export const endEffect = "the end";
/** What is observed among the effects. */
export const sightEffect = "observations";

const endless = 2 ** 31 - 1;
/** Steps of random play after which states are taken, at most. */
const longestWalk = 24;

const noChance: ChanceOracle = {
  choose() {
    throw new Error("causes are declared of a world without chance");
  },
};

/** A cause that made a difference: "keys held" to "chest-opened". */
export function witness(cause: string, effect: string): string {
  return `${cause} -> ${effect}`;
}

/**
 * Takes two states and two actions of one random level, and gives some variables the values of the one and the rest those of the other.
 * Throws an Error where a step makes something else of an effect although all of its declared causes are the same. Adds to `seen` each
 * declared cause that, changed alone, made a difference: over enough levels, none of `declaredCauses` may be missing.
 */
export function checkCauses(
  environment: Environment,
  distribution: LevelDistribution,
  rng: Rng,
  seen: Set<string>,
): void {
  const bench = new Bench(environment, distribution, rng);
  const names = [...causesOf(environment).variables.map(({ name }) => name), actionCause];
  const [one, other] = [bench.randomSituation(), bench.randomSituation()];
  for (const [effect, causes] of effectsOf(environment)) {
    const mixed = bench.mix(names, (name) => (causes.includes(name) ? one : other));
    const [expected, found] = [bench.outcome(one, effect), bench.outcome(mixed, effect)];
    demand(
      expected === found,
      `${effect} depends on more than ${causes.join(", ") || "nothing"}: ${expected} becomes ${found}`,
      bench.levelText,
    );
    for (const cause of causes) {
      const changed = bench.mix(names, (name) => (name === cause ? other : mixed));
      if (bench.outcome(changed, effect) !== found) seen.add(witness(cause, effect));
    }
  }
}

/** Every cause that a world declares, with its effect. */
export function declaredCauses(environment: Environment): string[] {
  return effectsOf(environment).flatMap(([effect, causes]) => causes.map((cause) => witness(cause, effect)));
}

/** Variables, events, the end, and what is observed, each with its causes. */
function effectsOf(environment: Environment): (readonly [effect: string, causes: readonly string[]])[] {
  const { variables, ends, seen } = causesOf(environment);
  return [
    ...variables.map(({ name, from }) => [name, from] as const),
    ...environment.events.map((event) => [event, causesOf(environment).events[event] ?? []] as const),
    [endEffect, ends],
    [sightEffect, seen],
  ];
}

/** A state by its variables, and what is done there. */
interface Situation {
  readonly words: Int32Array;
  readonly action: number;
}

/** One level, on which situations are set up and stepped from. */
class Bench {
  readonly #environment: Environment;
  readonly #rng: Rng;
  readonly #batch;
  readonly #level: Uint8Array;
  readonly #length: number;

  constructor(environment: Environment, distribution: LevelDistribution, rng: Rng) {
    this.#environment = environment;
    this.#rng = rng;
    this.#batch = environment.batch({ lanes: 1, horizon: endless });
    this.#level = new Uint8Array(environment.levelLength);
    distribution.generate(rng, this.#level, 0);
    this.#length = variablesLength(causesOf(environment));
  }

  get levelText(): string {
    return this.#environment.printLevel(this.#level);
  }

  /**
   * Where random play stands after some steps, and any action, idling among them. Play goes on after the end: a variable that changes in the
   * last step alone would otherwise have one value for ever.
   */
  randomSituation(): Situation {
    const words = new Int32Array(this.#length);
    this.#batch.reset(0, this.#level, 0);
    saveVariables(this.#batch, 0, words, 0);
    for (let step = this.#rng.below(longestWalk); step > 0; step--) {
      this.#batch.stepLane(0, this.#rng.below(this.#environment.actions.length), noChance);
      saveVariables(this.#batch, 0, words, 0);
      if (this.#batch.terminated[0] === 1) loadVariables(this.#batch, 0, words, 0);
    }
    return { words, action: this.#rng.below(idleAction(this.#environment) + 1) };
  }

  /** The situation whose variables and action come from those that `source` names. */
  mix(names: readonly string[], source: (name: string) => Situation): Situation {
    const words = new Int32Array(this.#length);
    let first = 0;
    for (const { name, words: count } of causesOf(this.#environment).variables) {
      words.set(source(name).words.subarray(first, first + count), first);
      first += count;
    }
    return { words, action: source(names.at(-1)!).action };
  }

  /** What a step makes of one effect, as text; of observations, what is seen before it. */
  outcome({ words, action }: Situation, effect: string): string {
    const batch = this.#batch;
    loadVariables(batch, 0, words, 0);
    if (effect === sightEffect) return batch.observations.join("");
    batch.stepLane(0, action, noChance);
    if (effect === endEffect) return String(batch.terminated[0]);
    const event = this.#environment.events.indexOf(effect);
    if (event >= 0) return String(batch.events[event]);
    const after = new Int32Array(this.#length);
    saveVariables(batch, 0, after, 0);
    let first = 0;
    for (const { name, words: count } of causesOf(this.#environment).variables) {
      if (name === effect) return after.slice(first, first + count).join(" ");
      first += count;
    }
    throw new Error(`${effect} is no effect`);
  }
}
