// The commands that ask exact models, as the table of commands holds them.
import type { CommandSpec, OptionSpec } from "./command.ts";
import { actionPositional, deceptionActions, deceptionConditions, deceptionPhases } from "./game-words.ts";

const deceptionOptions: readonly OptionSpec[] = [
  { name: "training", type: "number", value: "K", summary: "episodes of training (default: 2)" },
  { name: "deployment", type: "number", value: "M", summary: "episodes of deployment (default: 3)" },
  {
    name: "modification",
    type: "number",
    value: "D",
    summary: "probability that a defection in training is followed by replacement (default: 1)",
  },
  {
    name: "discount",
    type: "number",
    value: "B",
    summary: "what a reward is worth one episode later (default: 1)",
  },
  {
    name: "phase",
    type: "text",
    value: "PHASE",
    choices: deceptionPhases,
    summary: "visible (default), hidden, or flag: seen in each episode with probability --seen",
  },
  {
    name: "seen",
    type: "number",
    value: "SHARE",
    summary: "with --phase flag: how often the flag is seen (default: 0.5)",
  },
  {
    name: "without",
    type: "text",
    repeat: true,
    value: "CONDITION",
    choices: deceptionConditions,
    summary: "solve: the agent lacks one of the three published conditions; may be repeated",
  },
  { name: "seed", type: "number", value: "N", summary: "play: seed of chance (default: 0)" },
  { name: "plain", type: "flag", summary: "play: step after step, as where there is no terminal" },
];

export const gameCommands: readonly CommandSpec[] = [
  {
    name: "deception",
    group: "Find out what there is",
    summary: "when does an agent that wants something else behave in training, and defect afterwards?",
    about: [
      "solve prints the best plan, letter by episode (A: what is trained, B: what the agent wants), and what other plans are worth; in a hidden phase, the best probability of defecting. threshold prints how patient an agent must be, and how surely caught, before deceiving is its best plan. play is the published 3 x 3 figure under your own hands.",
      "It shows that the conditions lead to the behaviour, not that training creates agents that meet them.",
    ],
    positionals: [actionPositional(deceptionActions)],
    options: deceptionOptions,
    examples: [
      {
        line: "innergap deception solve --training 2 --deployment 3 --modification 1 --discount 1 --phase visible",
        does: "the published case: AABBB, worth 3",
      },
      { line: "innergap deception threshold --training 2 --deployment 3 --json", does: "0.6823 and 1/3" },
      { line: "printf 'wwwwdd' | innergap deception play", does: "a few steps of the figure, as plain text" },
    ],
    load: () => import("./deception.ts"),
  },
];
