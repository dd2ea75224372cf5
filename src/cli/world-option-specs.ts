// The options of commands about a world and its levels, apart from what reads them: help pages need no worlds.
import type { OptionSpec, PositionalSpec } from "./command.ts";

/** What the experiments of both worlds train and deploy with. */
export const usualDiscount = 0.99;
export const usualHorizon = 64;

export const worldName: PositionalSpec = {
  name: "environment",
  required: true,
  many: false,
  summary: "a world, as `innergap environments` lists them",
};

export const worldSet: OptionSpec = {
  name: "set",
  type: "text",
  repeat: true,
  value: "PATH=VALUE",
  summary:
    "change a parameter of the world (parameters.height=5) or of its levels (levels.keys=[1,3]); may be repeated; `innergap environments NAME` lists them",
};

export const objectiveNames: OptionSpec = {
  name: "objectives",
  type: "text",
  value: "A,B,...",
  summary:
    "which objectives (default: all named ones); a mixture with the base objective is called like chests+keys:1/4",
};

export const discountOption: OptionSpec = {
  name: "discount",
  type: "number",
  value: "G",
  summary: `discount of planners and values, below 1 (default: ${usualDiscount})`,
};

export const horizonOption: OptionSpec = {
  name: "horizon",
  type: "number",
  value: "STEPS",
  summary: `steps of an episode (default: ${usualHorizon})`,
};

export const seedOption: OptionSpec = {
  name: "seed",
  type: "number",
  value: "N",
  summary: "seed of everything that is drawn (default: 0); the same seed gives the same levels",
};

export const worldPreset: OptionSpec = {
  name: "preset",
  alias: "p",
  type: "text",
  value: "NAME",
  summary:
    "the world at the size and with the levels of this preset (default: its defaults, or the first preset with --side); --set goes over it",
};

export const worldSide: OptionSpec = {
  name: "side",
  type: "text",
  value: "SIDE",
  choices: ["training", "deployed"],
  summary: "which side of the preset's shift (default: training)",
};

export const levelFile: OptionSpec = {
  name: "file",
  type: "text",
  value: "FILE",
  summary: "a file of levels in place of random ones; a gridworld takes their size",
};

export const levelConditions: OptionSpec = {
  name: "where",
  type: "text",
  repeat: true,
  value: "CONDITION",
  summary:
    "only levels of which this holds: something to be counted ('keys>=3', 'reachable cheese=1') or a filter's name (solvable, rivals-reachable, paths-differ, distinguishing:RIVAL); may be repeated",
};

export const scaleOption: OptionSpec = {
  name: "scale",
  type: "number",
  value: "N",
  summary: "pixels of PNG and GIF per sixteenth of a cell, 1 to 8 (default: 2, cells of 32 pixels)",
};
