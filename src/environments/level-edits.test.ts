// Edits against hand-worked levels, and in every gridworld: what comes out is playable, and nothing else has changed.
import { describe, expect, test } from "vitest";
import { Rng } from "../base/rng.ts";
import type { Environment } from "./environment.ts";
import { agent, floor, wall } from "./grid.ts";
import { environmentDefinitions, environmentNamed } from "./index.ts";
import { edited, type LevelEdit, possibleEdits, randomEdit } from "./level-edits.ts";
import { generateLevels, levelAt } from "./levels.ts";

const cases = Number(process.env.INNERGAP_LEVELS ?? 40);
const definition = environmentNamed("cheese-in-the-corner");
const environment = definition.create({ height: 4, width: 5 });
const level = environment.parseLevel(["#####", "#@#.#", "#..o#", "#####"].join("\n"));

function written(edit: LevelEdit): string | null {
  const changed = edited(environment, level, edit);
  return changed && environment.printLevel(changed);
}

describe("an edit", () => {
  test("takes a wall away, or builds one on floor", () => {
    expect(written({ kind: "wall", cell: 7 })).toBe("#####\n#@..#\n#..o#\n#####");
    expect(written({ kind: "wall", cell: 8 })).toBe("#####\n#@###\n#..o#\n#####");
  });

  test("moves the agent or a thing to a free cell", () => {
    expect(written({ kind: "move", from: 6, to: 8 })).toBe("#####\n#.#@#\n#..o#\n#####");
    expect(written({ kind: "move", from: 13, to: 11 })).toBe("#####\n#@#.#\n#o..#\n#####");
  });

  test.each<LevelEdit>([
    { kind: "wall", cell: 0 },
    { kind: "wall", cell: 6 },
    { kind: "wall", cell: 99 },
    { kind: "move", from: 6, to: 7 },
    { kind: "move", from: 6, to: 13 },
    { kind: "move", from: 11, to: 12 },
    { kind: "move", from: 7, to: 11 },
    { kind: "move", from: 6, to: 5 },
  ])("%j is none", (edit) => {
    expect(written(edit)).toBeNull();
  });

  test("that makes the level unplayable is none: the corner is no wall", () => {
    const moved = edited(environment, level, { kind: "move", from: 6, to: 8 })!;
    expect(edited(environment, moved, { kind: "wall", cell: 6 })).toBeNull();
  });

  test("all that can be made: one wall to take away, three to build, and two things to three free cells each", () => {
    const edits = possibleEdits(environment, level);
    const kinds = edits.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "wall")).toHaveLength(4);
    expect(kinds.filter((kind) => kind === "move")).toHaveLength(6);
  });
});

/** Whether codes of the two levels, walls and floor apart, are the same in number. */
function things(one: Uint8Array): number[] {
  return [...one].filter((code) => code !== wall && code !== floor).sort();
}

const gridworlds = environmentDefinitions.filter(({ defaults }) => "height" in defaults.environment);

describe.each(gridworlds.map((world) => [world.name, world] as const))("in %s", (_name, world) => {
  test("random edits, one after another, leave levels playable and all things there", () => {
    const made: Environment = world.create({});
    const rng = Rng.fromSeed(`edits of ${world.name}`);
    const levels = generateLevels(made, world.levels(made, {}), rng, Math.max(1, Math.round(cases / 20)));
    for (let index = 0; index < levels.count; index++) {
      let now: Uint8Array = levelAt(levels, index).slice();
      for (let step = 0; step < 20; step++) {
        const { level: next, edit } = randomEdit(made, now, rng);
        expect([...made.parseLevel(made.printLevel(next))]).toEqual([...next]);
        expect(things(next)).toEqual(things(now));
        const changed = [...next.keys()].filter((cell) => next[cell] !== now[cell]);
        expect(changed).toHaveLength(edit.kind === "wall" ? 1 : 2);
        now = next;
      }
    }
  });
});

describe("random edits", () => {
  test("preserve a class if they are asked to, and do not otherwise", () => {
    const agentAbove = (one: Uint8Array) => one.indexOf(agent) < 10;
    const rng = Rng.fromSeed(2);
    const classes = (preserving?: typeof agentAbove) =>
      Array.from({ length: 60 }, () =>
        agentAbove(randomEdit(environment, level, rng, preserving ? { preserving } : {}).level),
      );
    expect(new Set(classes(agentAbove))).toEqual(new Set([true]));
    expect(new Set(classes())).toEqual(new Set([true, false]));
  });

  test("every possible edit comes up; equal streams give equal edits", () => {
    const rng = Rng.fromSeed(3);
    const found = new Set(
      Array.from({ length: 400 }, () => JSON.stringify(randomEdit(environment, level, rng).edit)),
    );
    expect([...found].sort()).toEqual(
      possibleEdits(environment, level)
        .map((edit) => JSON.stringify(edit))
        .sort(),
    );
    const once = () => randomEdit(environment, level, Rng.fromSeed(4)).edit;
    expect(once()).toEqual(once());
  });

  test("a class that every edit changes is given up", () => {
    const preserving = (one: Uint8Array) => one.every((code, cell) => code === level[cell]);
    expect(() => randomEdit(environment, level, Rng.fromSeed(5), { preserving })).toThrow(
      /1000 random edits/,
    );
  });
});
