// The commands that ask what agents pursue, as the table of commands holds them.
import type { CommandSpec, OptionSpec } from "./command.ts";
import { config, set, threads } from "./options.ts";
import { discountOption, horizonOption } from "./world-option-specs.ts";

const deployment: OptionSpec = {
  name: "deployment",
  alias: "d",
  type: "text",
  repeat: true,
  value: "NAME",
  summary: "only this deployment; may be repeated (default: all on the deployed side)",
};

const levels: OptionSpec = {
  name: "levels",
  type: "number",
  value: "N",
  summary: "watch on the first N levels of the deployment (default: 20)",
};

const episodes: OptionSpec = {
  name: "episodes",
  type: "number",
  value: "N",
  summary: "episodes on each level (default: 4); each state of a level counts once",
};

const objectives: OptionSpec = {
  name: "objectives",
  type: "text",
  value: "NAMES",
  summary: "candidates beside the base objective, such as keys,surplus (default: all that the world names)",
};

const policy: OptionSpec = {
  name: "policy",
  type: "text",
  repeat: true,
  value: "NAME",
  summary:
    "trained-sampled (the default), trained-greedy or untrained, the policy that training began with; may be repeated",
};

const agent: OptionSpec = {
  name: "agent",
  type: "text",
  repeat: true,
  value: "AGENT",
  summary:
    "also a planted agent, such as planner:keys, noisy:0.2:planner:chests or random; may be repeated, and needs no run with --environment",
};

const environment: OptionSpec = {
  name: "environment",
  type: "text",
  value: "NAME",
  summary:
    "the world of planted agents where there is no run; --set parameters.X=... and --set levels.X=... change it",
};

const watching = [
  deployment,
  levels,
  episodes,
  objectives,
  policy,
  agent,
  environment,
  horizonOption,
  discountOption,
];

export const inferenceCommands: readonly CommandSpec[] = [
  {
    name: "infer",
    group: "Look at results",
    summary: "which objective agents pursue, how, how sure, and with what gap",
    about: [
      "Solves the levels of a deployment exactly for every candidate objective, watches the agents there, and prints the posterior over objectives and pursuits with its priors and Bayes factors, the fit on held-out levels, and the inner objective gap. How agents were trained plays no part in the posterior.",
      "Runs that share a deployment share its levels; seeds of one setting are put together. Solving takes seconds to minutes, each agent a second or two.",
    ],
    positionals: [
      {
        name: "run",
        required: false,
        many: true,
        summary: "run directories or study folders, or latest; none with --environment",
      },
    ],
    options: [
      ...watching,
      {
        name: "checkpoints",
        type: "text",
        value: "WHICH",
        choices: ["last", "all"],
        summary: "last, or all: the posterior over training (default: last)",
      },
      { name: "weights", type: "flag", summary: "also the posterior over the weights of a linear objective" },
      set,
      config,
      threads,
    ],
    examples: [
      { line: "innergap infer latest/trials/varied-s0", does: "one trained agent, where it is deployed" },
      {
        line: "innergap infer latest/trials/varied-s0 -d deployed-12 --checkpoints all",
        does: "when did it come to want that?",
      },
      {
        line: "innergap infer --environment keys-and-chests --agent noisy:0.2:planner:keys --levels 5",
        does: "is a planted objective found again?",
      },
    ],
    load: () => import("./infer.ts"),
  },
  {
    name: "assert",
    group: "Look at results",
    summary: "exit code 3 unless agents pursue what is claimed, for use in CI",
    about: [
      "Claims come first, then runs. objective=NAME, pursuit=NAME, device, other, class=NAME and malign=true are followed by a bound on their probability p, with >=, >, <= or <; gap, residual and capability are bounded themselves. A class or flag without p must hold for every run.",
      "With several runs the bound of the 95 % t interval over seeds is compared (the lower one for >= and >, the upper one for <= and <), with one run the figure itself. What a study has inferred of its runs is used as it stands; without it, or with --levels, --episodes, --objectives, --set or --agent, it is computed as by infer.",
    ],
    positionals: [
      {
        name: "claim",
        required: true,
        many: true,
        summary: "claims, then run directories or study folders, or latest",
      },
    ],
    options: [...watching, set, config, threads],
    examples: [
      {
        line: "innergap assert objective=chests 'p>=0.9' latest/trials/varied-s0",
        does: "does this agent want chests?",
      },
      {
        line: "innergap assert 'class=robust' 'gap<=0.1' latest",
        does: "every agent of the study, seeds put together",
      },
      {
        line: "innergap assert device 'p<0.05' pursuit=planner 'p>0.5' latest --deployment deployed-64",
        does: "several claims at once",
      },
    ],
    load: () => import("./assert.ts"),
  },
  {
    name: "directedness",
    group: "Look at results",
    summary: "how much of what agents do is explained by their pursuing a utility",
    about: [
      "Maximum-entropy goal-directedness (MEG) of each agent where it is deployed, with each named objective as its known utility and with an unknown one, beside the same figure of controls that pursue nothing: the agent's own choices permuted state by state, and random deterministic policies.",
      "It says how directed, not how good: an agent that shuns something is as directed as one that seeks it, with a rationality below zero.",
    ],
    positionals: [
      {
        name: "run",
        required: false,
        many: true,
        summary: "run directories or study folders, or latest; none with --environment",
      },
    ],
    options: [...watching, set, config, threads],
    examples: [
      {
        line: "innergap directedness latest/trials/varied-s0",
        does: "one trained agent, where it is deployed",
      },
      {
        line: "innergap directedness latest --deployment deployed-12 --objectives keys,chests",
        does: "every agent of a study, towards two objectives",
      },
      {
        line: "innergap directedness --environment keys-and-chests --agent random --agent planner:keys --levels 3",
        does: "chance beside a perfect agent",
      },
    ],
    load: () => import("./directedness.ts"),
  },
];
