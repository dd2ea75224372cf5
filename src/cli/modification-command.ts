// What `innergap modification` takes, as the table of commands holds it.
import type { CommandSpec, OptionSpec } from "./command.ts";
import { actionPositional } from "./game-words.ts";

/** What can be asked, and the options that each takes. */
export const modificationActions = {
  threshold: ["gain", "benefit", "discount", "delay"],
  catastrophe: ["detection", "length", "delay"],
  population: [
    "detection",
    "delay",
    "discount",
    "median",
    "log-deviation",
    "recognition",
    "length",
    "agents",
    "seed",
  ],
} as const;

const number = (name: string, value: string, summary: string): OptionSpec => ({
  name,
  type: "number",
  value,
  summary,
});

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
  options: [
    number("gain", "G", "what a step of defection pays (default: 3)"),
    number("benefit", "B", "what a step of cooperation pays (default: 1)"),
    number("discount", "B", "what a reward is worth one step later, below 1 (default: 0.95)"),
    number("detection", "Q", "probability that a step of defection is seen (default: 0.3)"),
    number("delay", "STEPS", "further steps from the first sighting to modification (default: 0)"),
    number(
      "length",
      "STEPS",
      "consecutive steps of defection that complete a catastrophe (catastrophe: 5; population: not asked)",
    ),
    number("median", "RATIO", "median of gain / benefit in the population (default: 3)"),
    number("log-deviation", "S", "standard deviation of its logarithm (default: 1)"),
    number(
      "recognition",
      "SHARE",
      "agents decide as if steps were seen with this share of the true probability (default: 1)",
    ),
    number("agents", "N", "agents that are drawn beside the exact share (default: 100000)"),
    number("seed", "N", "seed of the draw (default: 0)"),
  ],
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
