// Streams against the published generator in big integers, and draws against exact counting.
import fc from "fast-check";
import { expect, test } from "vitest";
import { Rng, type RngState } from "./rng.ts";

const mask64 = (1n << 64n) - 1n;
const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const states = fc.tuple(word, word, word, word) as fc.Arbitrary<RngState>;

/** xoroshiro128+ (Blackman and Vigna, constants 24, 16, 37) on 64-bit integers; the low half of each output. */
function* published([s01, s00, s11, s10]: RngState): Generator<number> {
  const join = (high: number, low: number) => (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
  const rotate = (x: bigint, by: bigint) => ((x << by) | (x >> (64n - by))) & mask64;
  let s0 = join(s01, s00);
  let s1 = join(s11, s10);
  for (;;) {
    yield Number((s0 + s1) & 0xffffffffn);
    const mixed = s0 ^ s1;
    s0 = rotate(s0, 24n) ^ mixed ^ ((mixed << 16n) & mask64);
    s1 = rotate(mixed, 37n);
  }
}

function fromState(state: RngState): Rng {
  const rng = Rng.fromSeed(0);
  rng.restore(state);
  return rng;
}

test("a stream is xoroshiro128+", () => {
  fc.assert(
    fc.property(states, (state) => {
      const rng = fromState(state);
      const expected = published(state);
      for (let draw = 0; draw < 20; draw++) expect(rng.uint32()).toBe(expected.next().value);
    }),
  );
});

test("below(n) is Lemire's method: the high word of n times a draw, draws with a low remainder rejected", () => {
  fc.assert(
    fc.property(states, fc.integer({ min: 1, max: 2 ** 20 }), (state, n) => {
      const rng = fromState(state);
      const words = published(state);
      const size = BigInt(n);
      let product = 0n;
      do product = BigInt(words.next().value as number) * size;
      while ((product & 0xffffffffn) < 2n ** 32n % size);
      expect(rng.below(n)).toBe(Number(product >> 32n));
      expect(rng.uint32()).toBe(words.next().value);
    }),
  );
});

test("between takes both ends, and every value equally often", () => {
  const rng = Rng.fromSeed("between");
  const draws = 12_000;
  const counts = new Map<number, number>();
  for (let draw = 0; draw < draws; draw++) {
    const value = rng.between(-1, 4);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  expect([...counts.keys()].sort((a, b) => a - b)).toEqual([-1, 0, 1, 2, 3, 4]);
  const deviation = Math.sqrt((draws * 5) / 36);
  for (const count of counts.values()) expect(Math.abs(count - draws / 6)).toBeLessThan(5 * deviation);
});

test("unit stays in [0, 1), and normal has mean 0 and variance 1", () => {
  const rng = Rng.fromSeed("normal");
  const draws = 40_000;
  let sum = 0;
  let squares = 0;
  for (let draw = 0; draw < draws; draw++) {
    const unit = rng.unit();
    if (!(unit >= 0 && unit < 1)) throw new Error(`${unit} is outside of [0, 1)`);
    const normal = rng.normal();
    sum += normal;
    squares += normal ** 2;
  }
  expect(Math.abs(sum / draws)).toBeLessThan(5 / Math.sqrt(draws));
  expect(Math.abs(squares / draws - 1)).toBeLessThan(5 * Math.sqrt(2 / draws));
});

test("shuffle gives each order of three equally often, and leaves what lies behind alone", () => {
  const rng = Rng.fromSeed("shuffle");
  const draws = 12_000;
  const counts = new Map<string, number>();
  for (let draw = 0; draw < draws; draw++) {
    const array = [1, 2, 3, 9];
    rng.shuffle(array, 3);
    counts.set(array.join(""), (counts.get(array.join("")) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual(["1239", "1329", "2139", "2319", "3129", "3219"]);
  const deviation = Math.sqrt((draws * 5) / 36);
  for (const count of counts.values()) expect(Math.abs(count - draws / 6)).toBeLessThan(5 * deviation);
});

test("a fork is fixed by its name, whatever was drawn or forked before", () => {
  const used = Rng.fromSeed(7);
  used.uint32();
  used.fork("other");
  expect(used.fork("levels").uint32()).toBe(Rng.fromSeed(7).fork("levels").uint32());
  expect(used.fork("a").path).toBe("innergap:7/a");
});

test("forks of other names, seeds and places differ", () => {
  const first = [
    Rng.fromSeed(1),
    Rng.fromSeed(2),
    Rng.fromSeed("1/a"),
    Rng.fromSeed(1).fork("a").fork("a"),
    Rng.fromSeed(1).fork("b"),
  ].map((rng) => rng.uint32());
  expect(new Set(first).size).toBe(first.length);
});

test("a name is taken once", () => {
  const rng = Rng.fromSeed(1);
  rng.fork("levels");
  expect(() => rng.fork("levels")).toThrow("already in use");
});

test("a restored stream goes on where it was", () => {
  fc.assert(
    fc.property(states, fc.nat(30), (state, before) => {
      const rng = fromState(state);
      for (let draw = 0; draw < before; draw++) rng.uint32();
      const copy = fromState(JSON.parse(JSON.stringify(rng.state())) as RngState);
      const draws = (one: Rng) => [one.uint32(), one.below(1000), one.unit(), one.int32()];
      expect(draws(copy)).toEqual(draws(rng));
    }),
  );
});
