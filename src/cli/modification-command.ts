// `innergap modification` as the table of commands holds it.
import type { CommandSpec } from "./command.ts";
import { actionPositional } from "./game-words.ts";
import { modificationActions, modificationOptions } from "./modification-options.ts";

export const modificationCommand: CommandSpec = {
  name: "modification",
  group: "Find out what there is",
  summary:
    "does the threat of being modified keep an agent from defecting, and does correction come in time?",
  about: [
    "Each step of defection is seen with a probability, and modification takes effect some steps after the first that was. threshold prints the probability from which an agent cooperates; catastrophe, how likely a run of defections is completed all the same; population, which share of agents with various motives defects, exactly and drawn.",
    "It shows what the threat does to an agent that would defect, not that training makes such agents.",
  ],
  positionals: [actionPositional(Object.keys(modificationActions))],
  options: modificationOptions,
  examples: [
    {
      line: "innergap modification threshold --gain 3 --benefit 1 --discount .95 --delay 0",
      does: "0.105263; with --delay 7 there is none",
    },
    {
      line: "innergap modification catastrophe --detection .3 --length 5 --delay 0",
      does: "0.2401; with --delay 4 it is 1, however likely detection is",
    },
    {
      line: "innergap modification population --detection .05 --delay 10 --length 5",
      does: "answered by people: seldom seen, and late",
    },
  ],
  load: () => import("./modification.ts"),
};
