import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { displayWidth } from "./plain-text.ts";
import { htmlTable, type TextTable, textTableLines, textTableWidth } from "./table.ts";

const word = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
  .map((text) => text.replace(/\s/g, "_"));
const title = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(" "));

const table: fc.Arbitrary<TextTable> = fc.integer({ min: 1, max: 6 }).chain((columns) =>
  fc.record({
    columns: fc.array(fc.record({ title, align: fc.constant("right" as const) }), {
      minLength: columns,
      maxLength: columns,
    }),
    rows: fc.array(fc.record({ cells: fc.array(word, { minLength: columns, maxLength: columns }) }), {
      maxLength: 5,
    }),
  }),
);

describe("text tables", () => {
  test("every line is as wide as the table, cells aligned", () => {
    fc.assert(
      fc.property(table, (content) => {
        const lines = textTableLines(content, 1_000);
        const width = textTableWidth(content);
        const rule = lines.findIndex((line) => /^─+$/.test(line));
        expect(displayWidth(lines[rule]!)).toBe(width);
        for (const line of lines.slice(rule + 1)) expect(displayWidth(line)).toBeLessThanOrEqual(width);
        expect(rule).toBeLessThanOrEqual(3);
        expect(lines.length).toBe(rule + 1 + content.rows.length);
      }),
    );
  });

  test("small tables come out exactly", () => {
    const content: TextTable = {
      columns: [
        { title: "", align: "left" },
        { title: "chests opened of 2.10", align: "right", group: "each" },
        { title: "steps", align: "right", group: "each" },
      ],
      rows: [{ cells: ["漢字", "1.0", "12"] }, { cells: ["  seed 0", "10.25", "9"], ruleAbove: true }],
    };
    expect(textTableLines(content, 80)).toEqual([
      "          ──── each ────",
      "           chests",
      "           opened",
      "          of 2.10  steps",
      "────────────────────────",
      "漢字          1.0     12",
      "────────────────────────",
      "  seed 0    10.25      9",
    ]);
  });

  test("where room is short the first column is cut", () => {
    const content: TextTable = {
      columns: [
        { title: "", align: "left" },
        { title: "n", align: "right" },
      ],
      rows: [{ cells: ["a name that is far too long for this", "1"] }],
    };
    expect(textTableLines(content, 20).at(-1)).toBe("a name that is f…  1");
  });
});

describe("HTML tables", () => {
  test("have caption, scopes, groups and a focusable region", () => {
    const { source } = htmlTable(
      {
        caption: "a <caption>",
        columns: [
          { title: "policy", align: "left" },
          { title: "a", align: "right", group: "g" },
          { title: "b", align: "right", group: "g" },
        ],
        rows: [{ cells: ["row", 1, 2], className: "tested" }],
      },
      "region",
    );
    expect(source).toContain('role="region" tabindex="0" aria-label="region"');
    expect(source).toContain("<caption>a &lt;caption&gt;</caption>");
    expect(source).toContain('<th colspan="2" scope="colgroup">g</th>');
    expect(source).toContain('<tr class="tested"><th scope="row">row</th><td class="number">1</td>');
  });
});
