import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Rng } from "../base/rng.ts";
import { environmentDefinitions } from "../environments/index.ts";
import { frameText } from "./frame.ts";
import { shapeWords } from "./shapes.ts";
import { layOut, sheetSvg } from "./sheet.ts";
import { shapeSymbols } from "./symbols.ts";

/** The worlds whose levels are drawn as walls, one character per cell. */
const gridWorlds = environmentDefinitions
  .filter((definition) => definition.create({}).objects.some(({ shape }) => shape === "block"))
  .map((definition) => [definition.name, definition] as const);

describe.each(gridWorlds)("frames of %s", (_, definition) => {
  const environment = definition.create({});
  const distribution = definition.levels(environment, {});

  function firstFrame(seed: number) {
    const level = new Uint8Array(environment.levelLength);
    distribution.generate(Rng.fromSeed(seed), level, 0);
    const batch = environment.batch({ lanes: 1, horizon: 8 });
    batch.reset(0, level, 0);
    return { frame: batch.frame(0), text: environment.printLevel(level) };
  }

  test("as text have walls and agent where the level has them, with and without colour", () => {
    fc.assert(
      fc.property(fc.nat(10_000), (seed) => {
        const { frame, text } = firstFrame(seed);
        const plain = frameText({ ...frame, notes: [] }, environment.objects, { color: false });
        const level = text.trimEnd().split("\n");
        expect(plain.map((line) => line.length)).toEqual(level.map((line) => 2 * [...line].length - 1));
        level.forEach((line, row) => {
          [...line].forEach((letter, column) => {
            const shown = plain[row]![2 * column];
            if (letter === "#" || letter === "@") expect(shown).toBe(letter);
            // What lies there may be shown by another letter where a level has one letter for two things.
            else if (!/[.\s]/.test(letter)) expect(shown).not.toBe("·");
          });
        });
        const colored = frameText({ ...frame, notes: [] }, environment.objects, { color: true });
        // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is tested
        expect(colored.map((line) => line.replace(/\u001b\[[\d;]*m/g, ""))).toEqual(plain);
      }),
      { numRuns: 20 },
    );
  });

  test("as pictures show every thing of every cell once", () => {
    const { frame } = firstFrame(7);
    const sheet = layOut([{ caption: ["a caption"], frame }]);
    const { source } = sheetSvg(sheet, environment.objects, "a level");
    const letters = frame.cells.join("").length;
    expect(source.match(/<use /g)).toHaveLength(letters);
    expect(source).toContain('role="img" aria-label="a level"');
  });
});

test("every shape word has a symbol, and no two are drawn alike", () => {
  const symbols = shapeSymbols().source.match(/<symbol.*?<\/symbol>/gs)!;
  expect(symbols).toHaveLength(shapeWords.length);
  const drawings = symbols.map((symbol) => symbol.replace(/<symbol[^>]*>/, ""));
  expect(new Set(drawings).size).toBe(shapeWords.length);
});

test("notes stand beside the rows, and below where there are more", () => {
  const frame = {
    height: 1,
    width: 2,
    cells: ["", "k"],
    notes: [
      { label: "held", value: 2 },
      { label: "left", value: 1 },
    ],
  };
  expect(frameText(frame, [], { color: false })).toEqual(["· k   held 2", "left 1"]);
});
