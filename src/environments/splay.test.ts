// Splays against hand-counted layouts.
import { describe, expect, test } from "vitest";
import { environmentNamed } from "./index.ts";
import { levelAt } from "./levels.ts";
import { agentSplay, objectSplay, pairSplay, type Splay } from "./splay.ts";

const environment = environmentNamed("cheese-in-the-corner").create({ height: 4, width: 6 });
const level = environment.parseLevel(["######", "#@.#.#", "#..#o#", "######"].join("\n"));

function rows(splay: Splay): string[] {
  return splay.placements.map((_, index) => environment.printLevel(levelAt(splay.levels, index)));
}

describe("a splay", () => {
  test("of the agent: on every cell without wall or cheese, its own among them", () => {
    const splay = agentSplay(environment, level);
    expect(splay.placements.map((one) => one.agent)).toEqual([7, 8, 10, 13, 14]);
    expect(splay.placements.every((one) => one.object === null)).toBe(true);
    expect(rows(splay)[0]).toBe(environment.printLevel(level));
    expect(rows(splay)[2]).toBe("######\n#..#@#\n#..#o#\n######");
    expect(splay.leftOut).toBe(0);
  });

  test("of the cheese: everywhere but on the agent", () => {
    const splay = objectSplay(environment, level, "o");
    expect(splay.placements).toEqual([8, 10, 13, 14, 16].map((object) => ({ agent: 7, object })));
    expect(rows(splay)[1]).toBe("######\n#@.#o#\n#..#.#\n######");
  });

  test("of pairs: every two different free cells, each once", () => {
    const splay = pairSplay(environment, level, "o");
    expect(splay.levels.count).toBe(6 * 5);
    expect(new Set(rows(splay)).size).toBe(30);
    expect(splay.placements.slice(0, 2)).toEqual([
      { agent: 7, object: 8 },
      { agent: 7, object: 10 },
    ]);
  });

  test("leaves out and counts what cannot be played", () => {
    const strict = {
      ...environment,
      parseLevel: (text: string) => {
        const read = environment.parseLevel(text);
        if (read[7] === 2) environment.parseLevel("no level");
        return read;
      },
    };
    const splay = agentSplay(strict, level);
    expect(splay.placements.map((one) => one.agent)).toEqual([8, 10, 13, 14]);
    expect(splay.leftOut).toBe(1);
  });

  test.each(["x", "#", "@", "."])("of %s is refused: there is not one such object", (letter) => {
    expect(() => objectSplay(environment, level, letter)).toThrow(/exactly one object of that letter/);
  });
});
