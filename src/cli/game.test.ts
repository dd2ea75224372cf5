// A game in a person's hands: scores by hand, steps taken back, the best that could be had.
import { describe, expect, test } from "vitest";
import { Rng } from "../base/rng.ts";
import { cheeseInTheCorner } from "../environments/cheese-in-the-corner.ts";
import { keysAndChests } from "../environments/keys-and-chests.ts";
import { bestScores, Game } from "./game.ts";
import { type GameKeys, gameKeys } from "./game-keys.ts";
import { keysIn } from "./screen.ts";

const arrow = (letter: string) => `\u001b[${letter}`;

const world = keysAndChests.create({ height: 5, width: 6 });
const level = world.parseLevel("######\n#@.k.#\n#k..c#\n#...k#\n######");
const newGame = (horizon = 12) => new Game(world, horizon, level, Rng.fromSeed(0));

function take(game: Game, { byKey }: GameKeys, keys: string): void {
  for (const key of keys) {
    const meant = byKey.get(key)!;
    if ("action" in meant) game.act(meant.action);
  }
}

describe("a game", () => {
  const keys = gameKeys(world.actions);
  const score = (game: Game, name: string) =>
    game.scores(0.5)[world.objectives.findIndex((objective) => objective.name === name)]!;

  test("counts what every objective is paid, discounted and not", () => {
    const game = newGame();
    take(game, keys, "dddsa");
    // The key is taken in the second step; the chest is opened in the fourth, which ends the episode.
    expect([game.over, game.actions.length, game.lastEvents()]).toEqual(["world", 4, ["chest-opened"]]);
    expect(score(game, "keys")).toEqual({ total: 1, discounted: 1 / 2 });
    expect(score(game, "chests")).toEqual({ total: 1, discounted: 1 / 8 });
    expect(score(game, "keys-and-chests")).toEqual({ total: 2, discounted: 5 / 8 });
  });

  test("goes back step by step to where it was", () => {
    const game = newGame();
    const frames = [game.frame];
    for (const key of "ddds") {
      take(game, keys, key);
      frames.push(game.frame);
    }
    expect(game.lastEvents()).toEqual(["chest-opened"]);
    while (game.actions.length > 0) {
      expect(game.frame).toEqual(frames.pop());
      game.undo();
    }
    expect(game.frame).toEqual(frames[0]);
    game.undo();
    expect(score(game, "keys")).toEqual({ total: 0, discounted: 0 });
  });

  test("is over when time is up, and then takes no step", () => {
    const game = newGame(2);
    take(game, keys, "ddd");
    expect([game.over, game.actions.length]).toEqual(["time", 2]);
    game.undo();
    expect(game.over).toBe(null);
    const mouse = cheeseInTheCorner.create({ height: 4, width: 5 });
    const found = new Game(mouse, 9, mouse.parseLevel("#####\n#.@o#\n#...#\n#####"), Rng.fromSeed(0));
    take(found, gameKeys(mouse.actions), "d");
    expect(found.over).toBe("world");
  });

  test("that is played as well as can be has the best score", () => {
    const best = bestScores(world, level, 12, 0.99)!;
    expect(best.map(({ total }) => total)).toEqual([1, 3, 1, 4]);
    const game = newGame();
    // Two steps to the key, two to the chest.
    take(game, keys, "ddds");
    expect(score(game, "chests").total).toBe(1);
    expect(game.scores(0.99)[0]!.discounted).toBeCloseTo(best[0]!.discounted, 12);
  });

  test("on a level with too many states tells no best score", () => {
    expect(bestScores(world, level, 12, 0.99, 10)).toBe(null);
  });
});

describe("keys", () => {
  test("move by arrows and letters, and other actions have letters of their own", () => {
    const { byKey, help } = gameKeys(["up", "down", "left", "right", "stay", "strike", "ssss"]);
    for (const [keys, action] of [
      [[arrow("A"), "w", "k"], 0],
      [[arrow("B"), "s", "j"], 1],
      [[arrow("D"), "a", "h"], 2],
      [[arrow("C"), "d", "l"], 3],
      [["t"], 4],
      [["i"], 5],
      [["b"], 6],
    ] as const) {
      for (const key of keys) expect(byKey.get(key), key).toEqual({ action });
    }
    expect(byKey.get("q")).toEqual({ command: "quit" });
    expect(help).toContain("t stay  i strike  b ssss");
  });

  test("come one by one however they arrive", () => {
    expect(keysIn(`d${arrow("A")}s\u001bOBq`)).toEqual(["d", arrow("A"), "s", "\u001bOB", "q"]);
    expect(keysIn("")).toEqual([]);
  });
});
