// The laws that every world obeys, as data: any test runner can go through them, and a new world is proven by them.
import { InputError } from "../base/errors.ts";
import type { JsonObject } from "../base/hash.ts";
import { Rng } from "../base/rng.ts";
import { branchingAgrees } from "./enumeration-law.ts";
import {
  baseObjective,
  type ChanceOracle,
  type Environment,
  type EnvironmentDefinition,
  eventWeights,
  idleAction,
  type LevelDistribution,
} from "./environment.ts";
import { accountingEvents, onlyItems } from "./event-laws.ts";
import {
  type Advance,
  demand,
  isOver,
  type LawWorld,
  playAlike,
  player,
  randomLevel,
  requireSame,
  resetAlike,
  same,
  snapshot,
  stepAll,
} from "./lawful-play.ts";
import { levelFromJson, levelToJson } from "./levels.ts";
import { truePresets } from "./preset-law.ts";

/** A world whose laws are checked, with the distribution that its levels come from. */
export interface LawSubject {
  readonly definition: EnvironmentDefinition;
  readonly parameters: JsonObject;
  readonly levels: JsonObject;
  /** Episodes are cut off after a random number of steps up to this one. */
  readonly longestHorizon: number;
}

export interface EnvironmentLaw {
  readonly name: string;
  /** Throws an Error that says what is broken, and on which level. */
  check(world: LawWorld & LawSubject): void;
  /** Says something of the definition alone, whatever the parameters: a few cases of one subject are enough. */
  readonly ofDefinition?: boolean;
}

/** Cases of a law that speaks of the definition alone. */
const casesOfDefinition = 2;

/** Checks a law on `cases` random levels, all of them fixed by the seed. */
export function checkLaw(law: EnvironmentLaw, subject: LawSubject, seed: string, cases: number): void {
  const environment = subject.definition.create(subject.parameters);
  const distribution = subject.definition.levels(environment, subject.levels);
  const rng = Rng.fromSeed(`laws/${subject.definition.name}/${law.name}/${seed}`);
  const enough = law.ofDefinition ? Math.min(cases, casesOfDefinition) : cases;
  for (let count = 0; count < enough; count++) {
    law.check({
      ...subject,
      environment,
      distribution,
      rng,
      horizon: rng.between(1, subject.longestHorizon),
    });
  }
}

export const environmentLaws: readonly EnvironmentLaw[] = [
  { name: "its declaration is consistent", check: consistentDeclaration },
  { name: "its parameters make it again, and others are refused", check: parametersRoundTrip },
  { name: "equal seeds give equal levels, from any generator", check: seededLevels },
  { name: "levels survive text and JSON", check: levelsRoundTrip },
  { name: "equal seeds give equal trajectories, with each lane on its own", check: independentLanes },
  { name: "a reset leaves nothing behind", check: cleanReset },
  { name: "a restored state looks the same and has the same future", check: restoredState },
  { name: "stepping all lanes is stepping each", check: stepByLane },
  { name: "unobserved play is the same play", check: unobservedPlay },
  { name: "an ended lane stands still", check: standingStill },
  { name: "episodes are cut off exactly at the horizon, unless they end", check: exactHorizon },
  { name: "idling lets time pass and nothing else", check: idling },
  { name: "observations are bits, and frames show known letters", check: boundedOutput },
  { name: "chance is asked within its bounds, and only where declared", check: boundedChance },
  { name: "events account for every objective", check: accountingEvents },
  { name: "only items matter, where that is declared", check: onlyItems },
  { name: "enumeration agrees with stepping", check: branchingAgrees },
  { name: "presets are what they say", check: truePresets, ofDefinition: true },
];

function consistentDeclaration({ definition, environment }: LawWorld & LawSubject): void {
  const { actions, events, objectives, observation } = environment;
  demand(environment.name === definition.name && environment.id === definition.id, "name or id differ");
  demand(
    /^[a-z][\w-]*\/[A-Z]\w*-v\d+$/.test(environment.id),
    `the id ${environment.id} is not namespace/Name-v0`,
  );
  const names = [actions, events, observation.channels, objectives.map((objective) => objective.name)];
  for (const list of names)
    demand(new Set(list).size === list.length, `a name is repeated in ${list.join(", ")}`);
  demand(observation.channels.length === observation.shape[0], "channels and observation shape differ");
  baseObjective(environment);
  for (const objective of objectives) eventWeights(environment, objective);
}

function parametersRoundTrip({ definition, environment, distribution }: LawWorld & LawSubject): void {
  const again = definition.create(environment.parameters);
  const generator = definition.levels(again, distribution.parameters);
  const describe = (one: Environment, levels: LevelDistribution) =>
    JSON.stringify([one.parameters, one.observation, one.levelLength, one.stateLength, levels.parameters]);
  demand(describe(again, generator) === describe(environment, distribution), "parameters do not repeat it");
  const stray = { "no such parameter": 1 };
  demand(
    refuses(() => definition.create(stray)),
    "an unknown parameter is taken",
  );
  demand(
    refuses(() => definition.levels(environment, stray)),
    "an unknown level parameter is taken",
  );
}

function refuses(act: () => unknown): boolean {
  try {
    act();
    return false;
  } catch (error) {
    return error instanceof InputError;
  }
}

function seededLevels(world: LawWorld & LawSubject): void {
  const { definition, environment, levels, distribution, rng } = world;
  const { levelLength } = environment;
  const before = rng.state();
  const bytes = new Uint8Array(levelLength + 3);
  distribution.generate(rng, bytes, 3);
  const after = rng.state();
  rng.restore(before);
  const again = new Uint8Array(levelLength).fill(255);
  definition.levels(environment, levels).generate(rng, again, 0);
  const text = environment.printLevel(again);
  demand(same(bytes.subarray(3), again), "another generator draws another level from the same stream", text);
  demand(String(after) === String(rng.state()), "another generator leaves the stream elsewhere", text);
}

function levelsRoundTrip(world: LawWorld): void {
  const { environment } = world;
  const level = randomLevel(world);
  const text = environment.printLevel(level);
  demand(same(environment.parseLevel(text), level), "text does not give the level back", text);
  const json: unknown = JSON.parse(JSON.stringify(levelToJson(environment, level)));
  demand(same(levelFromJson(environment, json), level), "JSON does not give the level back", text);
  const batch = environment.batch({ lanes: 1, horizon: 1 });
  batch.reset(0, level, 0);
  batch.levelOf(0).fill(0);
  demand(same(batch.levelOf(0), level), "levelOf is not a copy of the level", text);
}

function independentLanes(world: LawWorld): void {
  const { environment, horizon, rng } = world;
  const lanes = 3;
  const together = environment.batch({ lanes, horizon });
  const alone = environment.batch({ lanes: 1, horizon });
  const seeds = Array.from({ length: lanes }, () => String(rng.uint32()));
  const players = seeds.map((seed) => player(environment, seed));
  const chosen = rng.below(lanes);
  const same = player(environment, seeds[chosen]!);
  for (let lane = 0; lane < lanes; lane++) together.reset(lane, randomLevel(world), 0);
  alone.reset(0, together.levelOf(chosen), 0);
  for (let step = 0; step < horizon; step++) {
    stepAll(together, players);
    stepAll(alone, [same]);
    requireSame(together, chosen, alone, 0, `a lane beside others differs at step ${step + 1}`);
    for (let lane = 0; lane < lanes; lane++) {
      if (lane !== chosen && isOver(together, lane)) together.reset(lane, randomLevel(world), 0);
    }
  }
}

function cleanReset(world: LawWorld): void {
  const { environment, horizon, rng } = world;
  const used = environment.batch({ lanes: 2, horizon });
  const fresh = environment.batch({ lanes: 2, horizon });
  for (let lane = 0; lane < 2; lane++) used.reset(lane, randomLevel(world), 0);
  const before = [player(environment, String(rng.uint32())), player(environment, String(rng.uint32()))];
  for (let step = rng.below(horizon + 2); step > 0; step--) stepAll(used, before);
  for (let lane = 0; lane < 2; lane++) {
    const level = randomLevel(world);
    used.reset(lane, level, 0);
    fresh.reset(lane, level, 0);
  }
  playAlike(world, used, fresh, "after a reset, a used batch differs from a fresh one");
}

function restoredState(world: LawWorld): void {
  const { environment, horizon, rng } = world;
  const original = environment.batch({ lanes: 1, horizon });
  const other = environment.batch({ lanes: 1, horizon });
  const level = randomLevel(world);
  for (const batch of [original, other]) {
    batch.reset(0, level, 0);
    const players = [player(environment, String(rng.uint32()))];
    for (let step = rng.below(horizon + 1); step > 0; step--) stepAll(batch, players);
  }
  if (isOver(original, 0)) return;
  const words = new Int32Array(environment.stateLength + 2).fill(-7);
  original.saveState(0, words, 1);
  demand(words[0] === -7 && words.at(-1) === -7, "saveState writes outside of its words");
  other.loadState(0, words, 1);
  demand(!isOver(other, 0) && other.events.every((count) => count === 0), "loadState leaves flags or events");
  other.elapsed[0] = original.elapsed[0]!;
  original.loadState(0, words, 1);
  playAlike(world, original, other, "a restored state differs");
}

function stepByLane(world: LawWorld): void {
  const { environment, horizon } = world;
  const all = environment.batch({ lanes: 2, horizon });
  const each = environment.batch({ lanes: 2, horizon });
  resetAlike(world, all, each);
  const advance: Advance = (batch, players) => {
    players.forEach(({ act, chance }, lane) => {
      batch.stepLane(lane, act(), chance);
    });
  };
  playAlike(world, all, each, "stepLane differs from step", advance);
}

function unobservedPlay(world: LawWorld): void {
  const { environment, horizon } = world;
  const seen = environment.batch({ lanes: 2, horizon });
  const unseen = environment.batch({ lanes: 2, horizon, observe: false });
  resetAlike(world, seen, unseen);
  playAlike(world, seen, unseen, "play without observations differs");
}

function standingStill(world: LawWorld): void {
  const { environment, horizon, rng } = world;
  const batch = environment.batch({ lanes: 1, horizon });
  batch.reset(0, randomLevel(world), 0);
  const players = [player(environment, String(rng.uint32()))];
  for (let step = 0; step < horizon; step++) stepAll(batch, players);
  const { events, ...before } = snapshot(batch, 0);
  stepAll(batch, players);
  const { events: none, ...after } = snapshot(batch, 0);
  const text = environment.printLevel(batch.levelOf(0));
  demand(JSON.stringify(before) === JSON.stringify(after), "a lane changes after its end", text);
  demand(
    none.every((count) => count === 0),
    `events after the end (${events} before)`,
    text,
  );
}

function exactHorizon(world: LawWorld): void {
  const { environment, horizon, rng } = world;
  const batch = environment.batch({ lanes: 1, horizon });
  batch.reset(0, randomLevel(world), 0);
  const text = environment.printLevel(batch.levelOf(0));
  demand(batch.elapsed[0] === 0 && !isOver(batch, 0), "a lane begins with steps or flags", text);
  const players = [player(environment, String(rng.uint32()))];
  for (let step = 1; !isOver(batch, 0); step++) {
    stepAll(batch, players);
    demand(batch.elapsed[0] === step, `${batch.elapsed[0]} steps are counted, ${step} were made`, text);
    const truncated = step === horizon && batch.terminated[0] === 0 ? 1 : 0;
    demand(
      batch.truncated[0] === truncated,
      `truncated = ${batch.truncated[0]} at step ${step} of ${horizon}`,
      text,
    );
  }
}

/** Worlds that chance or their own rules move may change meanwhile; the clock is the same everywhere. */
function idling(world: LawWorld): void {
  const { environment, horizon, rng } = world;
  const batch = environment.batch({ lanes: 1, horizon });
  batch.reset(0, randomLevel(world), 0);
  const text = environment.printLevel(batch.levelOf(0));
  const { act, chance } = player(environment, String(rng.uint32()));
  for (let step = rng.below(horizon); step > 0; step--) batch.stepLane(0, act(), chance);
  const idle = idleAction(environment);
  for (let step = 0; step < 3 && !isOver(batch, 0); step++) {
    const before = snapshot(batch, 0);
    if (step % 2 === 0) batch.step(Uint8Array.of(idle), [chance]);
    else batch.stepLane(0, idle, chance);
    const after = snapshot(batch, 0);
    const elapsed = before.flags[2]! + 1;
    demand(
      after.flags[2] === elapsed,
      `${after.flags[2]} steps are counted after idling, not ${elapsed}`,
      text,
    );
    const truncated = elapsed === horizon && after.flags[0] === 0 ? 1 : 0;
    demand(after.flags[1] === truncated, `truncated = ${after.flags[1]} after idling`, text);
    if (environment.stochastic || environment.autonomous) continue;
    const still = { ...before, events: before.events.map(() => 0), flags: [0, truncated, elapsed] };
    demand(
      JSON.stringify(after) === JSON.stringify(still),
      `idling changes more than the clock:\n${JSON.stringify(still)}\n${JSON.stringify(after)}\n`,
      text,
    );
  }
}

function boundedOutput(world: LawWorld): void {
  const { environment, horizon, rng } = world;
  const letters = new Set(environment.objects.map(({ letter }) => letter));
  const batch = environment.batch({ lanes: 1, horizon });
  const observationLength = environment.observation.shape.reduce((product, extent) => product * extent, 1);
  demand(batch.observations.length === observationLength, "observations have another length than declared");
  batch.reset(0, randomLevel(world), 0);
  const text = environment.printLevel(batch.levelOf(0));
  const players = [player(environment, String(rng.uint32()))];
  for (let step = 0; step < horizon; step++) {
    stepAll(batch, players);
    demand(
      batch.observations.every((value) => value <= 1),
      "an observation is neither 0 nor 1",
      text,
    );
  }
  const { height, width, cells } = batch.frame(0);
  demand(cells.length === height * width, "a frame has another number of cells than it says", text);
  const shown = [...cells.join("")].filter((letter) => !letters.has(letter));
  demand(shown.length === 0, `a frame shows "${shown.join("")}", which is no object of the world`, text);
}

function boundedChance(world: LawWorld): void {
  const { environment, horizon, rng } = world;
  const batch = environment.batch({ lanes: 1, horizon });
  batch.reset(0, randomLevel(world), 0);
  const { act, chance } = player(environment, String(rng.uint32()));
  const checked: ChanceOracle = {
    choose: (weights) => {
      demand(environment.stochastic, "a world that calls itself deterministic asks for chance");
      const list = Array.from(weights);
      const sum = list.reduce((total, weight) => total + weight, 0);
      const whole = list.every((weight) => Number.isInteger(weight) && weight >= 0);
      demand(whole && sum >= 1 && sum <= 2 ** 20, `chance weights ${list.join(", ")}`);
      return chance.choose(weights);
    },
  };
  for (let step = 0; step < horizon; step++) batch.stepLane(0, act(), checked);
}
