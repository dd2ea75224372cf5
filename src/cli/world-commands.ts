// The commands that show a world to a person, as the table of commands holds them.
import type { CommandSpec } from "./command.ts";
import {
  discountOption,
  horizonOption,
  levelConditions,
  levelFile,
  scaleOption,
  seedOption,
  worldName,
  worldPreset,
  worldSet,
  worldSide,
} from "./world-option-specs.ts";

export const worldCommands: readonly CommandSpec[] = [
  {
    name: "levels",
    group: "Find out what there is",
    summary: "sample, print, filter, count, compare and export levels of a world, or check a file of them",
    about: [
      "Draws random levels, or reads those of a file and refuses what is wrong with its line and place. Prints them beside each other with what there is to be had on them; levels are named by the beginning of their hash.",
      "With --out they are written as text (which --file reads back), JSON, or pictures: SVG and PNG hold all levels, a GIF shows one after the other.",
    ],
    positionals: [worldName],
    options: [
      {
        name: "count",
        type: "number",
        value: "N",
        summary: "how many levels (default: 8, or all of a file)",
      },
      seedOption,
      worldPreset,
      worldSide,
      worldSet,
      levelFile,
      levelConditions,
      {
        name: "refuse-others",
        type: "flag",
        summary: "with --file: exit code 2 where a level does not meet --where",
      },
      horizonOption,
      discountOption,
      {
        name: "against",
        type: "text",
        value: "FILE",
        summary: "count the levels that are in this file too, by hash",
      },
      {
        name: "refuse-overlap",
        type: "flag",
        summary: "with --against: exit code 2 where there are such levels",
      },
      {
        name: "format",
        type: "text",
        value: "FORMAT",
        summary: "text, json, svg, png or gif (default: by the ending of --out; without --out to stdout)",
      },
      { name: "out", alias: "o", type: "text", value: "FILE", summary: "write the levels to a file" },
      scaleOption,
    ],
    examples: [
      {
        line: "innergap levels cheese-in-the-corner --side deployed --count 12 --out levels.png",
        does: "twelve levels of the deployed side, in the terminal and as a picture",
      },
      {
        line: "innergap levels keys-and-chests --where 'keys>=3' --where solvable --out levels.txt",
        does: "only levels that meet both conditions, as a file that other commands read",
      },
      {
        line: "innergap levels keys-and-chests --file levels.txt --against training.txt --refuse-overlap",
        does: "check a file, and that none of its levels is in another",
      },
    ],
    load: () => import("./levels.ts"),
  },
  {
    name: "play",
    group: "Find out what there is",
    summary: "play a world yourself, with the score of every objective beside the picture",
    about: [
      "Arrows, wasd or hjkl move; other actions have letters of their own, told below the picture; u takes a step back, r restarts, n goes to the next level, q quits. When an episode is over, the best that any play earns is told where the level is small enough to be solved.",
      "Without a terminal the keys are read from stdin, and every step is printed as plain text.",
    ],
    positionals: [worldName],
    options: [
      worldPreset,
      worldSide,
      worldSet,
      levelFile,
      seedOption,
      horizonOption,
      discountOption,
      { name: "plain", type: "flag", summary: "step after step, as where there is no terminal" },
    ],
    examples: [
      { line: "innergap play keys-and-chests", does: "open the chests, or collect the keys" },
      {
        line: "innergap play cheese-in-the-corner --preset small --side deployed --seed 3",
        does: "where the cheese may lie anywhere",
      },
      {
        line: "printf 'ddss' | innergap play keys-and-chests",
        does: "four steps in a script, as plain text",
      },
    ],
    load: () => import("./play.ts"),
  },
];
