// What can be asked of a model of risk, and with which options.
import { pointKinds } from "../risk/points/point-kinds.ts";
import type { OptionSpec } from "./command.ts";

const everywhere = ["model", "set", "seed", "points", "draws", "out"] as const;

/** What can be asked, and the options that each takes. */
export const riskActions = {
  run: [...everywhere, "quantity", "quantile", "level", "above", "tail"],
  sensitivity: [...everywhere, "quantity", "share"],
  voi: [...everywhere, "about", "observations"],
  explain: ["model", "set", "out", "text"],
} as const;

export const riskOptions: readonly OptionSpec[] = [
  {
    name: "model",
    type: "text",
    value: "NAME",
    summary: "a model that comes with the package, in place of a file",
  },
  {
    name: "set",
    type: "text",
    repeat: true,
    value: "QUANTITY=VALUE",
    summary:
      "another definition of a quantity, as a model would have it (0.3, 'p * q', '{beta: [2, 3]}'); may be repeated",
  },
  {
    name: "draws",
    type: "number",
    value: "N",
    summary:
      "draws, at least (run and voi: 131072; sensitivity: 16384 points, each evaluated once per input and twice more)",
  },
  { name: "seed", type: "number", value: "N", summary: "seed of the draws (default: 0)" },
  {
    name: "points",
    type: "text",
    value: "KIND",
    choices: pointKinds,
    summary: "sobol (default): evenly spread, for up to 128 inputs, 64 for sensitivity; random: independent",
  },
  {
    name: "quantity",
    type: "text",
    value: "NAME",
    summary: "run, sensitivity: ask about this quantity in place of the model's outcome",
  },
  {
    name: "quantile",
    type: "text",
    repeat: true,
    value: "SHARE",
    summary: "run: this quantile (default: .05, .5 and .95); may be repeated",
  },
  {
    name: "level",
    type: "text",
    repeat: true,
    value: "SHARE",
    summary: "run: the mean of the worst draws beyond this level, CVaR (default: .95); may be repeated",
  },
  {
    name: "above",
    type: "text",
    repeat: true,
    value: "VALUE",
    summary: "run: how likely the outcome is above this value; may be repeated",
  },
  {
    name: "tail",
    type: "text",
    value: "END",
    choices: ["upper", "lower"],
    summary: "run: which outcomes are the bad ones (default: upper, as of a probability of harm)",
  },
  {
    name: "share",
    type: "number",
    value: "SHARE",
    summary: "sensitivity: each input is held at this quantile and at its mirror image (default: .1)",
  },
  {
    name: "about",
    type: "text",
    repeat: true,
    value: "NAME",
    summary:
      "voi: only this quantity or cause; may be repeated (default: all with an uncertainty of their own)",
  },
  {
    name: "observations",
    type: "number",
    value: "N",
    summary: "voi: further trials of each probability, such as trained agents (default: 10)",
  },
  { name: "text", type: "flag", summary: "explain: print the model's own text, to be saved and changed" },
  {
    name: "out",
    alias: "o",
    type: "text",
    value: "FILE",
    summary: "write the answer with its pictures to this HTML file; after run, the whole report",
  },
];
