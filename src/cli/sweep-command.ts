// The command `sweep`, as the table of commands holds it.
import type { CommandSpec } from "./command.ts";
import { config, out, preset, seeds, set, threads, workers } from "./options.ts";

export const sweepCommand: CommandSpec = {
  name: "sweep",
  group: "Experiment",
  summary: "vary settings of an experiment over a grid or at random, and rank the points by one figure",
  about: [
    "Runs the experiment at every point with every seed and ranks the points by a figure that is written down before the first run; the unit is the seed, with intervals from ten seeds on. Every trial is an ordinary run folder below the sweep's trials/.",
    "A run is known by the hash of its configuration: the same command with more values, points or seeds runs only what is missing, and a sweep that was stopped goes on. With --halving every point gets a small budget first, and the best ones more: rung by rung the budget grows by the factor by which the points dwindle.",
  ],
  positionals: [
    { name: "experiment", required: true, many: false, summary: "name as `innergap experiments` lists it" },
  ],
  options: [
    {
      name: "vary",
      type: "text",
      repeat: true,
      value: "PATH=VALUES",
      summary:
        "a setting and its values: v1,v2,... or uniform:a..b, log:a..b, whole:a..b, with /n at the end for n values of a grid; may be repeated",
    },
    {
      name: "points",
      type: "number",
      value: "N",
      summary: "that many random points instead of the grid; more of them begin with the same ones",
    },
    { name: "draw-seed", type: "number", value: "SEED", summary: "seed of the random points (default: 0)" },
    {
      name: "figure",
      type: "text",
      value: "FIGURE",
      summary:
        "what is ranked: check:NAME, or [SETTING/]DEPLOYMENT:POLICY:KIND:NAME as compare has it (default: the headline's normalised base value)",
    },
    {
      name: "best",
      type: "text",
      value: "END",
      choices: ["highest", "lowest"],
      summary: "which end of the figure is best (default: highest; a check says so itself)",
    },
    {
      name: "halving",
      type: "number",
      value: "FACTOR",
      summary: "successive halving: one point of FACTOR goes on, with FACTOR times the budget",
    },
    {
      name: "rungs",
      type: "number",
      value: "N",
      summary: "number of rungs (default: as many as leave a point for the last)",
    },
    {
      name: "budget",
      type: "text",
      value: "PATH",
      summary: "the setting that is the budget (default: total_timesteps of whatever trains)",
    },
    {
      name: "setting",
      type: "text",
      repeat: true,
      value: "NAME",
      summary: "only this setting of the preset; may be repeated (default: all of them)",
    },
    preset,
    seeds,
    set,
    config,
    out,
    {
      name: "into",
      type: "text",
      value: "NAME",
      summary:
        "folder of the sweep below --out (default: sweep-EXPERIMENT-PRESET); one that is there is gone on with",
    },
    workers,
    threads,
  ],
  examples: [
    {
      line: "innergap sweep keys-and-chests --vary ppo.learning_rate=3e-4,1e-3 --vary ppo.ent_coef=0.001,0.01,0.1",
      does: "a grid of six points with the preset's seeds",
    },
    {
      line: "innergap sweep keys-and-chests --vary ppo.learning_rate=log:1e-4..1e-2 --points 20 --seeds 10",
      does: "twenty random points with ten seeds each",
    },
    {
      line: "innergap sweep cheese-in-the-corner --vary ppo.learning_rate=log:1e-4..1e-2 --points 9 --halving 3",
      does: "nine points at a ninth of the steps, three at a third, one at all of them",
    },
  ],
  load: () => import("./sweep.ts"),
};
