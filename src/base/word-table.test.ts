import fc from "fast-check";
import { expect, test } from "vitest";
import { WordTable } from "./word-table.ts";

test("vectors are numbered as a map over their text numbers them", () => {
  const vectors = fc.integer({ min: 1, max: 4 }).chain((width) =>
    fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: width, maxLength: width }), {
      minLength: 1,
      maxLength: 400,
    }),
  );
  fc.assert(
    fc.property(vectors, (list) => {
      const table = new WordTable(list[0]!.length, 1);
      const numbers = new Map<string, number>();
      for (const vector of list) {
        const text = vector.join();
        expect(table.find([9, ...vector], 1)).toBe(numbers.get(text) ?? -1);
        if (!numbers.has(text)) numbers.set(text, numbers.size);
        expect(table.add([9, ...vector], 1)).toBe(numbers.get(text));
      }
      expect(table.count).toBe(numbers.size);
      for (const [text, number] of numbers) {
        expect(table.words.slice(number * table.width, (number + 1) * table.width).join()).toBe(text);
      }
    }),
  );
});

test("vectors of no words are one vector", () => {
  const table = new WordTable(0);
  expect([table.find([], 0), table.add([], 0), table.add([], 0), table.count]).toEqual([-1, 0, 0, 1]);
});
