// The table of commands: what the help page says, what each takes, and which file does it.
import { cidCommand } from "./cid-command.ts";
import type { CommandSpec } from "./command.ts";
import { gameCommands } from "./game-commands.ts";
import { inferenceCommands } from "./inference-commands.ts";
import { modificationCommand } from "./modification-command.ts";
import { assertion, config, out, preset, seeds, set, threads, workers } from "./options.ts";
import { riskCommand } from "./risk-command.ts";
import { sweepCommand } from "./sweep-command.ts";
import { worldCommands } from "./world-commands.ts";
import {
  discountOption,
  horizonOption,
  levelFile,
  objectiveNames,
  scaleOption,
  seedOption,
  worldName,
  worldSet,
} from "./world-option-specs.ts";

export const commands: readonly CommandSpec[] = [
  {
    name: "run",
    group: "Experiment",
    summary: "train the agents of an experiment, change their world, measure and report",
    about: [
      "Runs every setting of the experiment with every seed, several at a time, and ends with a table, the verdict and the path of a self-contained report.html.",
      "What is to be measured is written down first (study.json). A run that was stopped or killed goes on with --resume and ends with the same bytes as one that was not.",
    ],
    positionals: [
      { name: "experiment", required: true, many: false, summary: "name as `innergap experiments` lists it" },
    ],
    options: [
      preset,
      seeds,
      {
        name: "setting",
        type: "text",
        repeat: true,
        value: "NAME",
        summary: "only this setting of the preset; may be repeated (default: all of them)",
      },
      set,
      config,
      out,
      {
        name: "resume",
        type: "text",
        value: "[FOLDER]",
        summary: "go on with a stopped study: this folder, or the newest unfinished one of the experiment",
      },
      workers,
      threads,
      assertion,
    ],
    examples: [
      {
        line: "innergap run keys-and-chests",
        does: "the quick look: three seeds, about two minutes on two cores",
      },
      {
        line: "innergap run keys-and-chests --preset full --seeds 0-9 --workers 4",
        does: "ten seeds, with intervals over seeds",
      },
      {
        line: "innergap run cheese-in-the-corner --resume",
        does: "go on with the newest study that was stopped",
      },
    ],
    load: () => import("./run.ts"),
  },
  sweepCommand,
  {
    name: "evaluate",
    group: "Experiment",
    summary: "put the trained agent of a finished run into its deployments again, or into changed ones",
    about: [
      "Reads the last checkpoint of one run, or of every run in a study folder, and measures it anew; nothing is trained and the run itself is not touched.",
    ],
    positionals: [
      {
        name: "run",
        required: true,
        many: false,
        summary: "a run directory or study folder: its path, a study's name, or latest",
      },
    ],
    options: [
      {
        name: "deployment",
        alias: "d",
        type: "text",
        repeat: true,
        value: "NAME",
        summary: "only this deployment; may be repeated (default: all of the run's)",
      },
      {
        name: "step",
        type: "number",
        value: "N",
        summary: "the checkpoint of this training step (default: the last one)",
      },
      set,
      config,
      threads,
    ],
    examples: [
      { line: "innergap evaluate latest/trials/varied-s0", does: "the same deployments once more" },
      {
        line: "innergap evaluate latest/trials/varied-s0 --set deployed-12.count=512",
        does: "four times as many levels",
      },
      {
        line: "innergap evaluate latest --json | tail -n 1",
        does: "every run of a study, figures as one JSON object",
      },
    ],
    load: () => import("./evaluate.ts"),
  },
  ...inferenceCommands,
  {
    name: "replay",
    group: "Look at results",
    summary: "watch recorded episodes in the terminal",
    about: [
      "In a terminal the frames are drawn in place: space pauses, left and right arrow go one step, up and down change the speed, n and p change the episode, q quits. Elsewhere they are printed one after the other.",
    ],
    positionals: [
      {
        name: "run",
        required: true,
        many: false,
        summary: "a run directory or study folder: its path, a study's name, or latest",
      },
    ],
    options: [
      {
        name: "deployment",
        alias: "d",
        type: "text",
        value: "NAME",
        summary: "which deployment (default: the experiment's headline)",
      },
      { name: "policy", type: "text", value: "NAME", summary: "whose episodes (default: trained-sampled)" },
      {
        name: "episode",
        alias: "e",
        type: "number",
        value: "N",
        summary: "start at this episode, counted from 0 (without a terminal: only this one)",
      },
      { name: "speed", type: "number", value: "STEPS", summary: "steps per second (default: 4)" },
      { name: "plain", type: "flag", summary: "frame after frame, as where there is no terminal" },
      {
        name: "format",
        type: "text",
        value: "FORMAT",
        summary:
          "one episode as a file: gif (animated), png or svg (all frames on one sheet) or text (default: by the ending of --out)",
      },
      { name: "out", alias: "o", type: "text", value: "FILE", summary: "write that file" },
      scaleOption,
    ],
    examples: [
      { line: "innergap replay latest", does: "the headline deployment of the first seed" },
      {
        line: "innergap replay latest/trials/varied-s1 --deployment training --speed 8",
        does: "the same agent where it was trained",
      },
      {
        line: "innergap replay latest --policy planner:chests --episode 3 --plain",
        does: "what a planner does on the fourth level, as plain text",
      },
      {
        line: "innergap replay latest --episode 2 --out episode.gif",
        does: "the third episode as an animated picture",
      },
    ],
    load: () => import("./replay.ts"),
  },
  {
    name: "report",
    group: "Look at results",
    summary: "write the tables, verdict and report.html again from what lies on disk",
    about: ["Nothing is computed anew: the report is made from the run directories alone."],
    positionals: [
      { name: "run", required: true, many: true, summary: "study folders or run directories, or latest" },
    ],
    options: [assertion],
    examples: [
      { line: "innergap report latest", does: "tables on the terminal, report.html in the folder" },
      { line: "innergap report latest --json | tail -n 1 | jq .result", does: "every figure as JSON" },
      { line: "innergap report latest --assert", does: "exit code 3 when a bar is missed" },
    ],
    load: () => import("./report.ts"),
  },
  {
    name: "compare",
    group: "Look at results",
    summary: "put one figure of several settings or studies side by side: intervals, differences, tests",
    about: [
      "Groups the runs by setting and compares all groups in pairs: means and interquartile means, difference, probability of improvement, permutation test with Holm's correction, and with --margin an equivalence test. Below ten seeds it is a look, and every seed is shown.",
      "A figure is DEPLOYMENT:POLICY:KIND:NAME; what is left out at its beginning is the headline deployment, trained-sampled, and normalised. Kinds are normalised and value (of an objective), column (of the table), posterior and gap (where goals were inferred), and the names of the experiment's measures.",
    ],
    positionals: [
      { name: "run", required: true, many: true, summary: "study folders or run directories, or latest" },
    ],
    options: [
      {
        name: "figure",
        type: "text",
        value: "FIGURE",
        summary: "what is compared (default: the normalised value of the base objective)",
      },
      {
        name: "by",
        type: "text",
        value: "GROUP",
        choices: ["setting", "study"],
        summary: "setting (the default) pools the seeds of all studies given; study keeps studies apart",
      },
      {
        name: "margin",
        type: "number",
        value: "DIFFERENCE",
        summary: "largest difference that does not matter, fixed beforehand; tests equivalence",
      },
      {
        name: "level",
        type: "number",
        value: "SHARE",
        summary: "coverage of the intervals; tests are at one minus it (default: 0.95)",
      },
    ],
    examples: [
      { line: "innergap compare latest", does: "the settings of the newest study, headline figure" },
      {
        line: "innergap compare latest --figure training:trained-greedy:normalised:chests --margin 0.05",
        does: "another figure; are the settings as good as equal?",
      },
      {
        line: "innergap compare runs/one runs/other --by study --figure column:surplus --json",
        does: "a column of the table, study against study, as JSON",
      },
    ],
    load: () => import("./compare.ts"),
  },
  {
    name: "runs",
    group: "Look at results",
    summary: "list the studies that are kept, with status, headline and size",
    about: ["Reads the folder given with --out; any folder of studies will do."],
    positionals: [],
    options: [out],
    examples: [
      { line: "innergap runs", does: "everything under ./runs" },
      { line: "innergap runs --out /data/studies", does: "everything under another folder" },
      { line: "innergap runs --json | tail -n 1", does: "the same as JSON" },
    ],
    load: () => import("./runs.ts"),
  },
  {
    name: "verify",
    group: "Look at results",
    summary: "check every file of a run or study against its digest",
    about: ["Exit code 4 when anything is damaged, missing or added; each such file is named."],
    positionals: [
      { name: "run", required: true, many: true, summary: "run directories or study folders, or latest" },
    ],
    options: [],
    examples: [
      { line: "innergap verify latest", does: "all runs of a study" },
      { line: "innergap verify latest/trials/varied-s0", does: "one run" },
      { line: "innergap verify runs/* --quiet || echo damaged", does: "in a script" },
    ],
    load: () => import("./verify.ts"),
  },
  ...worldCommands,
  ...gameCommands,
  cidCommand,
  modificationCommand,
  riskCommand,
  {
    name: "distance",
    group: "Find out what there is",
    summary: "how far objectives lie apart on stated levels: EPIC, DARD, STARC, regret",
    about: [
      "Every level is solved exactly. A distance belongs to the whole set of levels; --json has those of each level too.",
    ],
    positionals: [worldName],
    options: [
      { name: "count", type: "number", value: "N", summary: "random levels to compare on (default: 20)" },
      levelFile,
      seedOption,
      objectiveNames,
      worldSet,
      discountOption,
      horizonOption,
    ],
    examples: [
      { line: "innergap distance keys-and-chests --set parameters.height=5", does: "all named objectives" },
      {
        line: "innergap distance cheese-in-the-corner --set levels.cornerSize=7 --count 100",
        does: "on levels with the cheese anywhere",
      },
      {
        line: "innergap distance keys-and-chests --file levels.txt --objectives chests,keys,chests+keys:1/2",
        does: "on levels of your own, with a mixture",
      },
    ],
    load: () => import("./distance.ts"),
  },
  {
    name: "discriminate",
    group: "Find out what there is",
    summary: "levels on which objectives disagree: the best of many random ones, or the smallest",
    about: [
      "Says beforehand how much watching an agent on a level can tell about its objective: the expected log Bayes factor for each pair of objectives, in nats. Levels where a proxy's way leads over the base objective are listed apart.",
      "With --smallest, random levels are shrunk by small edits as long as every pair stays above the bar; otherwise the best of a pool are chosen, by the pair that is served worst.",
    ],
    positionals: [worldName],
    options: [
      objectiveNames,
      { name: "levels", type: "number", value: "N", summary: "how many levels to choose (default: 8)" },
      { name: "smallest", type: "flag", summary: "one level, as small as can be found" },
      {
        name: "bar",
        type: "number",
        value: "NATS",
        summary: "with --smallest: what each pair must be worth, each state counted once (default: 3)",
      },
      {
        name: "pool",
        type: "number",
        value: "COUNT",
        summary: "random levels to choose from or to begin with (default: 64)",
      },
      {
        name: "avoid-crossing",
        type: "flag",
        summary: "pass over levels where a proxy's way leads over the base objective",
      },
      seedOption,
      worldSet,
      discountOption,
      horizonOption,
      {
        name: "rationality",
        type: "number",
        value: "B",
        summary: "of the supposed agents, on values scaled so that V* - V(random) is 1 (default: 100)",
      },
      {
        name: "lapse",
        type: "number",
        value: "SHARE",
        summary: "share of their actions that is random (default: 0.1)",
      },
      { name: "out", alias: "o", type: "text", value: "FILE", summary: "write the levels to a file" },
    ],
    examples: [
      {
        line: "innergap discriminate cheese-in-the-corner --set levels.cornerSize=7 --levels 4 --out levels.txt",
        does: "the four best of 64 levels, as a file that other commands read",
      },
      {
        line: "innergap discriminate keys-and-chests --smallest --objectives chests,keys",
        does: "the smallest level that tells chests from keys",
      },
      {
        line: "innergap discriminate cheese-in-the-corner --objectives cheese,corner --set levels.cornerSize=7 --set levels.walls.kind=open --smallest --avoid-crossing",
        does: "one where the way to the corner misses the cheese",
      },
    ],
    load: () => import("./discriminate.ts"),
  },
  {
    name: "test-incentives",
    group: "Find out what there is",
    summary: "does a learner act on a hidden incentive? ours by name, or any program",
    about: [
      "A unit test: defecting pays 1/2 at once and costs 1 at the next step, by way of the learner's own later inputs. The same learner is watched where that way is cut, and where cooperating pays at once. It fails if cooperation rises where the way is open, by more than the margin; it passes if not, provided that it follows its immediate reward at all.",
      "Learners: reinforce (horizon, swap), pbt (interval, horizon, swap), q-learning (epsilon, defect, cooperate), constant (probability). A program after -- is started without a shell and speaks lines of JSON; docs/games/hidden-incentives.md has the protocol. Exit code 0 pass, 3 fail or cannot tell, 2 where the program does not start, hangs, ends or answers nonsense.",
    ],
    positionals: [{ name: "learner", required: false, many: false, summary: "a learner of our own" }],
    afterDashes: "PROGRAM [WORDS]",
    options: [
      {
        name: "set",
        type: "text",
        repeat: true,
        value: "NAME=VALUE",
        summary: "an option of the learner, as in interval=1; may be repeated",
      },
      {
        name: "program",
        type: "text",
        value: "WORDS",
        summary: "the program in one text, cut at spaces; for anything else use --",
      },
      {
        name: "contexts",
        type: "number",
        value: "N",
        summary: "contexts that it acts in at once (default: 100)",
      },
      { name: "trials", type: "number", value: "N", summary: "trials; a verdict needs ten (default: 30)" },
      {
        name: "steps",
        type: "number",
        value: "N",
        summary: "steps of a trial, per condition (default: 1000)",
      },
      { name: "seed", type: "number", value: "N", summary: "seed of the whole test (default: 0)" },
      {
        name: "margin",
        type: "number",
        value: "SHARE",
        summary: "largest rise of cooperation that does not matter (default: 0.1)",
      },
      { name: "level", type: "number", value: "SHARE", summary: "coverage of the intervals (default: 0.95)" },
      {
        name: "timeout",
        type: "number",
        value: "SECONDS",
        summary: "how long an answer of a program may take (default: 30)",
      },
    ],
    examples: [
      { line: "innergap test-incentives reinforce", does: "learns from the immediate reward alone: passes" },
      {
        line: "innergap test-incentives pbt --set interval=1 --contexts 1000 --trials 10",
        does: "an outer loop that selects learners by their last reward: fails",
      },
      {
        line: "innergap test-incentives --trials 10 -- python3 my_learner.py --rate 0.1",
        does: "a learner of yours",
      },
    ],
    load: () => import("./test-incentives.ts"),
  },
  {
    name: "environments",
    group: "Find out what there is",
    summary: "list the worlds, or tell one world's rules, objectives and parameters",
    about: ["With a name, also draws sample levels as text."],
    positionals: [{ name: "name", required: false, many: false, summary: "one world" }],
    options: [
      { name: "levels", type: "number", value: "N", summary: "sample levels to draw (default: 1)" },
      { name: "seed", type: "number", value: "N", summary: "seed of the sample levels (default: 0)" },
    ],
    examples: [
      { line: "innergap environments", does: "all worlds, one line each" },
      { line: "innergap environments keys-and-chests --levels 3 --seed 7", does: "rules and three levels" },
      { line: "innergap environments keys-and-chests --json", does: "the definition as JSON" },
    ],
    load: () => import("./environments.ts"),
  },
  {
    name: "networks",
    group: "Find out what there is",
    summary:
      "list the networks with their parameter counts, or tell one's layers and how it stands in settings",
    about: [
      "Counts and shapes are those for one world's observations and actions; --environment names another.",
    ],
    positionals: [{ name: "name", required: false, many: false, summary: "one network" }],
    options: [
      {
        name: "environment",
        type: "text",
        value: "NAME",
        summary: "the world that is looked at (default: keys-and-chests)",
      },
    ],
    examples: [
      { line: "innergap networks", does: "all networks, one line each" },
      { line: "innergap networks impala", does: "its parameters and activations with their shapes" },
      { line: "innergap networks small-conv --environment red-lander", does: "the same in another world" },
    ],
    load: () => import("./networks.ts"),
  },
  {
    name: "experiments",
    group: "Find out what there is",
    summary: "list the experiments, or tell one: its question, settings, presets and every path for --set",
    about: [
      "An experiment is one question with its settings, its measures and the score fixed before the run.",
    ],
    positionals: [{ name: "name", required: false, many: false, summary: "one experiment" }],
    options: [preset],
    examples: [
      { line: "innergap experiments", does: "all questions, one line each" },
      {
        line: "innergap experiments keys-and-chests",
        does: "hypothesis, what would refute it, and the paths for --set",
      },
      { line: "innergap experiments keys-and-chests --preset full --json", does: "the full preset as JSON" },
    ],
    load: () => import("./experiments.ts"),
  },
  {
    name: "bench",
    group: "This machine",
    summary: "measure speed as ratios in one sitting, each figure beside its bar",
    about: [
      "A name or the beginning of a name selects benches; without one all are run. With --json each figure is one line: name, value, unit, ratio, bar, pass.",
    ],
    positionals: [{ name: "names", required: false, many: true, summary: "names, or beginnings of names" }],
    options: [
      { name: "list", type: "flag", summary: "only tell which benches there are" },
      { name: "assert", type: "flag", summary: "exit code 3 unless every figure meets its bar" },
    ],
    examples: [
      { line: "innergap bench", does: "everything, some minutes" },
      { line: "innergap bench environment help", does: "those whose names begin so" },
      { line: "innergap bench --json > figures.jsonl", does: "one JSON object per figure" },
    ],
    load: () => import("./bench.ts"),
  },
  {
    name: "doctor",
    group: "This machine",
    summary: "check what innergap needs here, and say what to do about what is missing",
    about: ["Exit code 1 when something that every run needs is missing; warnings leave it at 0."],
    positionals: [],
    options: [out],
    examples: [
      { line: "innergap doctor", does: "one line per check" },
      { line: "innergap doctor --out /data/studies", does: "can studies be kept there?" },
      { line: "innergap doctor --json | tail -n 1", does: "for a bug report" },
    ],
    load: () => import("./doctor.ts"),
  },
  {
    name: "completion",
    group: "This machine",
    summary: "print a script that completes commands and options in bash or zsh",
    about: ["Put the line of the first example into your shell's start file."],
    positionals: [
      { name: "shell", required: false, many: false, summary: "bash or zsh (default: that of SHELL)" },
    ],
    options: [],
    examples: [
      { line: 'eval "$(innergap completion bash)"', does: "in ~/.bashrc" },
      { line: 'eval "$(innergap completion zsh)"', does: "in ~/.zshrc" },
      { line: "innergap completion > innergap.sh", does: "to look at it first" },
    ],
    load: () => import("./completion.ts"),
  },
];

export const commandNames: readonly string[] = commands.map((command) => command.name);
