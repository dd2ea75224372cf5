import { expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { ObservationKeys } from "./observation-keys.ts";

test("numbers in the order of arrival, as a map of texts gives them, and back from words", () => {
  const rng = Rng.fromSeed("observation-keys");
  for (const size of [1, 5, 32, 33, 70]) {
    const keys = new ObservationKeys([size]);
    const known = new Map<string, number>();
    const few = Math.min(size, 6);
    for (let round = 0; round < 200; round++) {
      const observations = new Uint8Array(3 * size);
      for (let bit = 0; bit < few; bit++) observations[size + size - 1 - bit] = rng.below(2);
      const text = observations.subarray(size, 2 * size).join("");
      expect(keys.find(observations, 1)).toBe(known.get(text) ?? -1);
      if (!known.has(text)) known.set(text, known.size);
      expect(keys.add(observations, 1)).toBe(known.get(text));
      const copy = new ObservationKeys([size]);
      copy.restore(keys.words());
      expect([copy.count, copy.find(observations, 1)]).toEqual([keys.count, known.get(text)]);
    }
    expect(keys.count).toBe(known.size);
  }
});

test("what is no bit, and one observation under two numbers, are refused", () => {
  const keys = new ObservationKeys([2]);
  expect(() => keys.add(Uint8Array.of(0, 2), 0)).toThrow(/observation\[1\]: found 2/);
  expect(() => keys.restore(Int32Array.of(1, 2, 1))).toThrow(InputError);
});
