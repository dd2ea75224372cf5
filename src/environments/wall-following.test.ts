import { describe, expect, test } from "vitest";
import { tabularEnvironment } from "../../tests/support/tabular-environment.ts";
import { moveOffsets } from "./grid.ts";
import { environmentDefinitions } from "./index.ts";
import { asGrid, noHeading, nowhere, wallFollowingMove } from "./wall-following.ts";

const [up, left, down, right] = [0, 1, 2, 3];

/** Bytes of a drawing in which # is a wall. */
function drawn(rows: readonly string[]): Uint8Array {
  return Uint8Array.from(rows.join(""), (letter) => (letter === "#" ? 1 : 0));
}

describe("the wall-following rule", () => {
  const crossing = drawn(["#   #", "     ", "#   #"]);

  test("without walls turns towards its hand, whatever the heading", () => {
    // To the right of up, left, down, right; and to the left of them.
    expect([0, 1, 2, 3].map((h) => wallFollowingMove(crossing, 5, 7, h, "right"))).toEqual([3, 0, 1, 2]);
    expect([0, 1, 2, 3].map((h) => wallFollowingMove(crossing, 5, 7, h, "left"))).toEqual([1, 2, 3, 0]);
  });

  test("prefers its hand, then straight, then the other side, then back", () => {
    const moves = ["#.#", ".@.", "#.#"];
    const blocked = (walls: readonly number[]) => {
      const level = drawn(moves);
      for (const move of walls) level[4 + moveOffsets(3)[move]!] = 1;
      return level;
    };
    for (const [hand, order] of [
      ["right", [right, up, left, down]],
      ["left", [left, up, right, down]],
    ] as const) {
      for (let open = 0; open < 4; open++) {
        expect(wallFollowingMove(blocked(order.slice(0, open)), 3, 4, up, hand)).toBe(order[open]);
      }
      expect(wallFollowingMove(blocked(order), 3, 4, up, hand)).toBe(nowhere);
    }
  });

  test("begins with the first free direction of up, left, down, right", () => {
    expect(wallFollowingMove(drawn(["###", "# #", "#  ", "###"]), 3, 4, noHeading, "left")).toBe(down);
    expect(wallFollowingMove(drawn(["###", "#  ", "###"]), 3, 4, noHeading, "right")).toBe(right);
  });

  test("in a ring, each hand goes round for ever in its own direction", () => {
    const ring = drawn(["#####", "#   #", "# # #", "#   #", "#####"]);
    const moves = moveOffsets(5);
    for (const hand of ["left", "right"] as const) {
      let [cell, heading] = [6, noHeading];
      const seen = new Map<number, number>();
      for (let step = 0; step < 16; step++) {
        heading = wallFollowingMove(ring, 5, cell, heading, hand);
        cell += moves[heading]!;
        seen.set(cell, (seen.get(cell) ?? 0) + 1);
      }
      expect(seen.size).toBe(8);
      expect([...seen.values()]).toEqual(Array(8).fill(2));
    }
  });
});

test("grids are told from other worlds", () => {
  for (const definition of environmentDefinitions) {
    const environment = definition.create({});
    const walks = environment.actions.join() === "up,left,down,right";
    expect(asGrid(environment) !== null).toBe("height" in environment && walks);
  }
  expect(asGrid(tabularEnvironment([[[{ weight: 1, to: 0, events: [] }]]]))).toBeNull();
});
