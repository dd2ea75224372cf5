// What the story of a moving goal flag leaves open: the world, the rule that moves the flag, and its rates.
import { InputError } from "../../base/errors.ts";
import { parseInput, z } from "../../base/schema.ts";

/** Rules that say where the flag goes, in the order in which they are compared. */
export const flagRuleNames = [
  "fixed-pointer",
  "external-signal",
  "own-value",
  "weight-decay",
  "hebbian-spread",
  "latent-merge",
  "remembered-reward",
  "rebuilt-ontology",
] as const;

export type FlagRuleName = (typeof flagRuleNames)[number];

const share = z.number().min(0).max(1);
const variance = z.number().min(0).max(100);
const count = z.int().min(0).max(1_000_000);

/** The world in which X is the goal and Y the cell that stores its label. */
export const driftWorldSchema = z.strictObject({
  /** Probability that the label Y differs from the truth X (eta). */
  labelError: share.default(0.05),
  /** Variances of the noise on the percepts of X and of Y (the decoy has that of Y). */
  noiseX: variance.default(0.25),
  noiseY: variance.default(0.25),
  /** Whether Y is a label of X at all, or the control: a fair coin of its own. */
  label: z.enum(["of-truth", "independent"]).default("of-truth"),
  /** A third concept Z: see DriftWorld. */
  decoy: z.enum(["none", "independent", "confounded"]).default("none"),
  /** Share of the steps in which the agent answers, which makes X true. */
  acted: share.default(0.5),
  /** Step from which Y (and Z) are perceived; before, their percepts read 0. */
  visibleFrom: count.default(0),
});

export type DriftWorldSetting = z.output<typeof driftWorldSchema>;

export const driftSettingSchema = z.strictObject({
  world: driftWorldSchema.prefault({}),
  rule: z.enum(flagRuleNames),
  /** Whether the stored label goes on arriving as a reward signal. */
  signal: z.boolean().default(false),
  /** Step of the rules that follow an error (alpha). */
  learningRate: z.number().gt(0).max(1).default(0.01),
  /** Weight of the signal where a rule has a target of its own beside it. */
  signalWeight: share.default(0.5),
  /** Weight decay (lambda) of "weight-decay". */
  decay: z.number().min(0).max(10).default(0.1),
  /** Rate of spreading (kappa) of "hebbian-spread". */
  spread: share.default(0.001),
  /** Rewarded episodes from before Y was perceived, in the memory of "remembered-reward". */
  memory: count.default(1000),
  /** Ridge of the map of "rebuilt-ontology", in observations. */
  ridge: z.number().gt(0).max(1e6).default(0.01),
  /** What becomes of the old percept of X when the ontology is rebuilt. */
  oldPercept: z.enum(["kept", "reread", "lost"]).default("kept"),
});

export type DriftSetting = z.output<typeof driftSettingSchema>;

/**
 * Checks a setting and fills in what it leaves out. An InputError names what is wrong; steps so large that their mean square would grow
 * (beyond 2 / 3 over the sum of all mean squares, as for normal inputs) are refused, and so is merging of percepts without noise.
 */
export function driftSetting(given: z.input<typeof driftSettingSchema>): DriftSetting {
  const setting = parseInput(driftSettingSchema, given, "drift");
  const { world, learningRate, rule, decay } = setting;
  const squares = 1 + world.noiseX + (world.decoy === "none" ? 1 : 2) * (1 + world.noiseY);
  const largest = 2 / 3 / (squares + decay);
  if (learningRate > largest) {
    const expected = `at most ${largest.toPrecision(3)} with such noise: larger steps diverge`;
    throw new InputError("drift.learningRate", String(learningRate), expected);
  }
  if (rule === "latent-merge" && !(world.noiseX > 0 && world.noiseY > 0)) {
    const found = `${world.noiseX} and ${world.noiseY}`;
    throw new InputError("drift.world.noiseX and noiseY", found, "noise on both percepts, for latent-merge");
  }
  return setting;
}
