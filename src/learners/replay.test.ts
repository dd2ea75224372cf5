// The replay against transitions that are written down, and against a list of everything that ever happened.
import { describe, expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { Replay, type ReplayOptions, type Transitions } from "./replay.ts";
import { PrioritisedSampling, uniformSampling } from "./replay-sampling.ts";

function room(rows: number, size: number): Transitions {
  return {
    observations: new Uint8Array(rows * size),
    nextObservations: new Uint8Array(rows * size),
    actions: new Int32Array(rows),
    rewards: new Float32Array(rows),
    discounts: new Float32Array(rows),
  };
}

const none = Uint8Array.of(0);
const yes = Uint8Array.of(1);

/** One lane, observations of one byte. */
function recordOne(
  replay: Replay,
  seen: number,
  action: number,
  reward: number,
  end: "terminated" | "truncated" | null,
  after: number,
): void {
  replay.see(Uint8Array.of(seen));
  replay.record(
    Uint8Array.of(action),
    Float32Array.of(reward),
    end === "terminated" ? yes : none,
    end === "truncated" ? yes : none,
    Uint8Array.of(after),
  );
}

const one: ReplayOptions = { steps: 6, lanes: 1, observationSize: 1, horizon: 2, nStep: 2, gamma: 0.5 };

function read(replay: Replay, slot: number) {
  const out = room(1, 1);
  replay.gather(slot, 0, out);
  const { observations, nextObservations, actions, rewards, discounts } = out;
  return [observations[0], actions[0], rewards[0], discounts[0], nextObservations[0]];
}

describe("transitions of two steps by hand", () => {
  const replay = new Replay(one);
  recordOne(replay, 10, 1, 4, null, 11);
  recordOne(replay, 11, 0, 2, "truncated", 12);
  recordOne(replay, 20, 1, 1, "terminated", 21);
  recordOne(replay, 30, 0, 8, null, 31);
  recordOne(replay, 31, 1, 6, "truncated", 32);
  recordOne(replay, 40, 0, 3, null, 41);

  test("nothing is read before all of it has happened", () => {
    expect(replay.readable).toBe(4);
    expect(replay.positionOf(0)).toBe(0);
  });

  test("two rewards, then what was seen where the episode was cut off", () => {
    expect(read(replay, 0)).toEqual([10, 1, 4 + 0.5 * 2, 0.25, 12]);
  });

  test("one reward where the episode was cut off after it", () => {
    expect(read(replay, 1)).toEqual([11, 0, 2, 0.5, 12]);
  });

  test("an end by rule is followed by nothing", () => {
    expect(read(replay, 2).slice(0, 4)).toEqual([20, 1, 1, 0]);
  });

  test("an episode does not go on in the next", () => {
    expect(read(replay, 3)).toEqual([30, 0, 8 + 0.5 * 6, 0.25, 32]);
  });

  test("the oldest makes room, and what it saw last is forgotten with it", () => {
    recordOne(replay, 41, 1, 5, "truncated", 42);
    recordOne(replay, 50, 1, 7, null, 51);
    expect(replay.positionOf(0)).toBe(2);
    // The step seen at 41 stands where the oldest stood.
    expect(read(replay, 5)).toEqual([40, 0, 3 + 0.5 * 5, 0.25, 42]);
    expect(read(replay, 3)).toEqual([30, 0, 8 + 0.5 * 6, 0.25, 32]);
  });
});

interface Step {
  readonly seen: number;
  readonly action: number;
  readonly reward: number;
  readonly end: "terminated" | "truncated" | null;
  readonly after: number;
}

/** Random lives, with the list of all steps beside the replay. */
function filled(rng: Rng, options: ReplayOptions, count: number): { replay: Replay; history: Step[][] } {
  const replay = new Replay(options);
  const { lanes, horizon } = options;
  const history: Step[][] = Array.from({ length: lanes }, () => []);
  const ages = new Int32Array(lanes);
  const now = Uint8Array.from({ length: lanes }, () => rng.below(256));
  for (let step = 0; step < count; step++) {
    replay.see(now);
    const actions = new Uint8Array(lanes);
    const rewards = new Float32Array(lanes);
    const terminated = new Uint8Array(lanes);
    const truncated = new Uint8Array(lanes);
    const after = new Uint8Array(lanes);
    for (let lane = 0; lane < lanes; lane++) {
      ages[lane]!++;
      const end = rng.below(5) === 0 ? "terminated" : ages[lane]! >= horizon ? "truncated" : null;
      actions[lane] = rng.below(4);
      rewards[lane] = rng.below(10);
      after[lane] = rng.below(256);
      if (end === "terminated") terminated[lane] = 1;
      if (end === "truncated") truncated[lane] = 1;
      history[lane]!.push({
        seen: now[lane]!,
        action: actions[lane]!,
        reward: rewards[lane]!,
        end,
        after: after[lane]!,
      });
      if (end) ages[lane] = 0;
      now[lane] = end ? rng.below(256) : after[lane]!;
    }
    replay.record(actions, rewards, terminated, truncated, after);
  }
  return { replay, history };
}

/** The transition that begins at a step of a life, by definition. */
function expected(life: readonly Step[], start: number, { nStep, gamma }: ReplayOptions) {
  let [paid, discount] = [0, 1];
  for (let step = start; step < start + nStep; step++) {
    const { reward, end, after } = life[step]!;
    paid += discount * reward;
    discount *= gamma;
    if (end === "terminated") return { paid, discount: 0, next: null };
    if (end === "truncated" || step === start + nStep - 1) return { paid, discount, next: after };
  }
  throw new Error("no steps");
}

test("every readable transition is what happened, for any size", () => {
  const rng = Rng.fromSeed("replay");
  let read = 0;
  for (let round = 0; round < 60; round++) {
    const nStep = rng.between(1, 4);
    const steps = nStep + rng.between(1, 12);
    const lanes = rng.between(1, 3);
    const options = { steps, lanes, observationSize: 1, horizon: rng.between(1, 6), nStep, gamma: 0.5 };
    const count = rng.between(1, 40);
    const { replay, history } = filled(rng.fork(`life-${round}`), options, count);
    expect(replay.recorded).toBe(count);
    expect(replay.readable).toBe(Math.max(0, Math.min(count, steps) - nStep));
    const out = room(1, 1);
    for (let age = 0; age < replay.readable; age++) {
      const start = Math.max(0, count - steps) + age;
      for (let lane = 0; lane < lanes; lane++, read++) {
        replay.gather(replay.positionOf(age) * lanes + lane, 0, out);
        const life = history[lane]!;
        const { paid, discount, next } = expected(life, start, options);
        expect([out.observations[0], out.actions[0]]).toEqual([life[start]!.seen, life[start]!.action]);
        expect([out.rewards[0], out.discounts[0]]).toEqual([paid, discount]);
        if (next !== null) expect(out.nextObservations[0]).toBe(next);
      }
    }
  }
  expect(read).toBeGreaterThan(500);
});

test("a mark goes back over steps that were recorded since, and a snapshot brings them all", () => {
  const rng = Rng.fromSeed("replay/mark");
  for (let round = 0; round < 30; round++) {
    const options = {
      steps: rng.between(3, 9),
      lanes: 2,
      observationSize: 1,
      horizon: 2,
      nStep: 2,
      gamma: 0.5,
    };
    const { replay } = filled(rng.fork(`life-${round}`), options, rng.between(1, 20));
    const [before, recorded] = [replay.snapshot(), replay.recorded];
    const goBack = replay.mark(3);
    for (let step = 0; step < 3; step++) {
      replay.see(Uint8Array.of(1, 2));
      const both = Uint8Array.of(1, 1);
      replay.record(both, Float32Array.of(5, 5), Uint8Array.of(0, 0), both, both);
    }
    const after = replay.snapshot();
    goBack();
    expect([replay.snapshot(), replay.recorded]).toEqual([before, recorded]);
    replay.restore(after, recorded + 3);
    expect([replay.snapshot(), replay.recorded]).toEqual([after, recorded + 3]);
  }
});

test("rewards that are dealt out anew stay among the newest steps", () => {
  const { replay } = filled(Rng.fromSeed("replay/shuffle"), { ...one, steps: 8, lanes: 3 }, 11);
  const rewards = () => Array.from(replay.snapshot().rewards!.data);
  const before = rewards();
  replay.shuffleNewest(5, Rng.fromSeed("dealer"));
  const after = rewards();
  // Steps 6 to 10 stand at positions 6, 7, 0, 1, 2; 3 to 5 are older.
  expect(after.slice(9, 18)).toEqual(before.slice(9, 18));
  const newest = (all: number[]) => [...all.slice(0, 9), ...all.slice(18)];
  expect(newest(after)).not.toEqual(newest(before));
  expect(newest(after).sort()).toEqual(newest(before).sort());
});

test("too short and too large ones are refused", () => {
  expect(() => new Replay({ ...one, steps: 2 })).toThrow(InputError);
  expect(() => new Replay({ ...one, steps: 2 ** 20, observationSize: 4096 })).toThrow(/at most 1073741824/);
});

describe("drawing", () => {
  const size = { steps: 10, lanes: 2, nStep: 2 };
  const options = { ...one, ...size };

  test("alike, each readable slot about as often as any other", () => {
    const { replay } = filled(Rng.fromSeed("replay/uniform"), options, 23);
    const sampling = uniformSampling(replay, size.lanes);
    const slots = new Int32Array(16_000);
    const weights = new Float32Array(slots.length);
    sampling.draw(Rng.fromSeed("draws"), 0, slots, weights);
    const counts = new Map<number, number>();
    for (const slot of slots) counts.set(slot, (counts.get(slot) ?? 0) + 1);
    // Steps 13 to 20 of 0 to 22, at positions 3 to 9 and 0.
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([
      0,
      1,
      ...Array.from({ length: 14 }, (_, i) => i + 6),
    ]);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(5 * Math.sqrt(1000));
    expect(weights.every((weight) => weight === 1)).toBe(true);
  });

  test("by priority, in proportion to it, with the weights of the paper", () => {
    const replay = new Replay(options);
    const sampling = new PrioritisedSampling(replay, size, { alpha: 0.5, beta: 0.4, epsilon: 0 });
    const nothing = new Uint8Array(2);
    for (let step = 0; step < 4; step++) {
      replay.see(nothing);
      replay.record(nothing, new Float32Array(2), nothing, nothing, nothing);
      sampling.recorded();
    }
    // Steps 0 and 1 of both lanes are readable: slots 0 to 3.
    sampling.learned(Int32Array.of(0, 1, 2, 3), Float32Array.of(1, 4, 9, 16));
    const slots = new Int32Array(10_000);
    const weights = new Float32Array(slots.length);
    sampling.draw(Rng.fromSeed("draws"), 0.5, slots, weights);
    const counts = [0, 1, 2, 3].map((slot) => slots.filter((drawn) => drawn === slot).length);
    counts.forEach((count, slot) => {
      // One draw from each equal part of the sum: only parts that hold a border are left to chance.
      expect(Math.abs(count - 1000 * (slot + 1))).toBeLessThanOrEqual(2);
    });
    // beta = .7: (4 x p / 10)^-.7, over that of p = 1.
    slots.forEach((slot, row) => {
      expect(weights[row]).toBeCloseTo((slot + 1) ** -0.7, 6);
    });
    const snapshot = sampling.snapshot();
    expect(Array.from(snapshot.priorities!.data).slice(0, 6)).toEqual([1, 2, 3, 4, 0, 0]);
    expect(snapshot.largestPriority!.data[0]).toBe(4);
  });

  test("new transitions have the largest priority met so far, and overwritten ones none", () => {
    const { replay } = filled(Rng.fromSeed("replay/new"), { ...options, steps: 4 }, 0);
    const small = { ...size, steps: 4 };
    const sampling = new PrioritisedSampling(replay, small, { alpha: 1, beta: 0.4, epsilon: 0.5 });
    const nothing = new Uint8Array(2);
    const record = () => {
      replay.see(nothing);
      replay.record(nothing, new Float32Array(2), nothing, nothing, nothing);
      sampling.recorded();
    };
    const priorities = () => Array.from(sampling.snapshot().priorities!.data);
    for (let step = 0; step < 3; step++) record();
    expect(priorities()).toEqual([1, 1, 0, 0, 0, 0, 0, 0]);
    sampling.learned(Int32Array.of(0, 1), Float32Array.of(2, 0));
    record();
    expect(priorities()).toEqual([2.5, 0.5, 2.5, 2.5, 0, 0, 0, 0]);
    record();
    expect(priorities()).toEqual([0, 0, 2.5, 2.5, 2.5, 2.5, 0, 0]);
  });
});
