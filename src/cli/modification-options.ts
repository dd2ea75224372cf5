// What can be asked of the threat of modification, and with which options.
import type { OptionSpec } from "./command.ts";

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

export const modificationOptions: readonly OptionSpec[] = [
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
];
