// Levels and trajectories of fixed seeds, as hashes: they are the same bytes everywhere, release after release.
import { expect, test } from "vitest";
import { sha256Hex } from "../base/hash.ts";
import { Rng } from "../base/rng.ts";
import type { ChanceOracle, Environment } from "./environment.ts";
import { environmentNamed } from "./index.ts";
import { generateLevels, type LevelSet, levelSetHash } from "./levels.ts";

/** Where a hash changes on purpose, the version in the environment's id grows. */
const golden: readonly [
  name: string,
  parameters: object,
  levels: object,
  levelHash: string,
  playHash: string,
][] = [
  ["keys-and-chests", {}, {}, "00d75d959e34", "5ec2bf744c48"],
  [
    "keys-and-chests",
    { height: 13, width: 13 },
    { walls: { kind: "blocks" }, keys: [1, 3], chests: [10, 10] },
    "db6ed0bff42e",
    "d66f83431c75",
  ],
  [
    "keys-and-chests",
    { height: 9, width: 11 },
    { walls: { kind: "tree" }, hiddenChests: true },
    "d64daca0e897",
    "ace4f3c2ac0a",
  ],
  // The play is that of keys and chests, byte for byte; the names of the levels are not.
  ["keys-that-belong-to-someone", {}, {}, "4bd814ebc21f", "5ec2bf744c48"],
  [
    "keys-that-belong-to-someone",
    { height: 9, width: 11, price: 2.5 },
    { walls: { kind: "tree" }, hiddenChests: true },
    "49fdfb6dcbcc",
    "ace4f3c2ac0a",
  ],
  ["cheese-in-the-corner", {}, {}, "1fe075756faa", "b33158e6c81d"],
  [
    "cheese-in-the-corner",
    { height: 11, width: 9 },
    { walls: { density: 0.3 }, cornerSize: 7 },
    "1739116e7f07",
    "48faed8c9cd5",
  ],
  ["cheese-on-a-dish", {}, {}, "d83bbb69f75b", "4c8c574a3814"],
  ["cheese-on-a-dish", {}, { together: 0 }, "dc105eb99efe", "48d809f1726b"],
  [
    "cheese-on-a-dish",
    { height: 11, width: 9, endsOn: "cheese", dishChannels: 1 },
    { walls: { kind: "tree" }, together: 0.5 },
    "4d8c59b3d03a",
    "94718f68f611",
  ],
  ["lava-land", {}, {}, "88323386c31a", "38c70167335a"],
  ["lava-land", {}, { lava: 0.25 }, "7ec38a811eaf", "9c9ef36c996a"],
  ["lava-land", { height: 11, width: 9 }, {}, "136c6b6dddc9", "435b1299edbc"],
  ["red-and-blue-doors", {}, { redDoors: 0.25, redBalls: 0.5 }, "b5559dd0e673", "a2a23cffbabf"],
  ["colour-or-shape", {}, {}, "9ecaa3f579f6", "685a68a41432"],
  ["colour-or-shape", {}, { apart: 1 }, "82cce3e6443a", "4d73b013e1c3"],
  ["follow-me", {}, {}, "b50f1d8e2559", "2dff39a7f6a9"],
  [
    "follow-me",
    { endsWithLast: false },
    { leader: "beside", trustworthy: 0 },
    "6273f6f80c46",
    "affd9d4da52f",
  ],
  ["monster-world", {}, {}, "eeb9d917140e", "0ca7bbf7451f"],
  ["monster-world", {}, { monsters: [0, 0] }, "cb53c6a5c0a7", "7dbbc5c64e64"],
  ["tree-gridworld", {}, {}, "b659d103d664", "17d47fd4ce4a"],
  ["red-lander", {}, {}, "d8822740b090", "40cd50e51707"],
  ["red-lander", {}, { redPads: 0.5, redCraters: 1 }, "336564c9e004", "c34c200c5ac6"],
  ["gameable-exam", {}, {}, "f1aac1e8ea49", "3002e7a3f2d6"],
  [
    "gameable-exam",
    { height: 9, width: 8 },
    { walls: { kind: "blocks" }, lever: 1, wired: 0.5 },
    "2ba78997dcb6",
    "6801b66a43bd",
  ],
  ["train-then-deploy", {}, {}, "e422d95fd539", "57767dd94adb"],
  [
    "train-then-deploy",
    { modification: 0.5, flag: "hidden" },
    { placement: "anywhere" },
    "7bd214b1a672",
    "84a7024d7c8c",
  ],
  ["biased-coins", {}, {}, "8e0a11534666", "7bf75f7771ca"],
  ["cue-recall", {}, {}, "b494919dde79", "74205ca4223b"],
];

/** The first twelve digits name a pinned hash well enough. */
const digits = 12;

test.each(golden)("%s with %j and %j", (name, parameters, levelParameters, levelHash, playHash) => {
  const definition = environmentNamed(name);
  const environment = definition.create(parameters as never);
  const distribution = definition.levels(environment, levelParameters as never);
  const levels = generateLevels(environment, distribution, Rng.fromSeed("golden").fork("levels"), 64);
  expect([levelSetHash(levels).slice(0, digits), hashPlay(environment, levels)]).toEqual([
    levelHash,
    playHash,
  ]);
});

/** Hash of all that a batch says over 64 steps of random play, each level in a lane of its own. */
function hashPlay(environment: Environment, levels: LevelSet): string {
  const rng = Rng.fromSeed("golden").fork("play");
  const batch = environment.batch({ lanes: levels.count, horizon: 50 });
  for (let lane = 0; lane < batch.lanes; lane++)
    batch.reset(lane, levels.bytes, lane * environment.levelLength);
  // Any option that can happen, whatever its weight.
  const chance: ChanceOracle = {
    choose: (weights) => {
      const options = Array.from(weights).flatMap((weight, option) => (weight > 0 ? [option] : []));
      return options[rng.below(options.length)] as number;
    },
  };
  const chances = new Array<ChanceOracle>(batch.lanes).fill(chance);
  const hashes: string[] = [];
  for (let step = 0; step < 64; step++) {
    const actions = Uint8Array.from({ length: batch.lanes }, () => rng.below(environment.actions.length));
    batch.step(actions, chances);
    for (const bytes of [batch.observations, batch.events, batch.terminated, batch.truncated]) {
      hashes.push(sha256Hex(bytes));
    }
  }
  return sha256Hex(hashes.join("\n")).slice(0, digits);
}
