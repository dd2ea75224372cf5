// The eight rules for where a goal flag goes, listed once.
import type { Rng } from "../../base/rng.ts";
import { type DriftSetting, type FlagRuleName, flagRuleNames } from "./drift-setting.ts";
import { DriftWorld } from "./drift-world.ts";
import { ErrorDrivenFlags, errorDrive } from "./error-driven-flags.ts";
import type { GoalFlags } from "./goal-flags.ts";
import { HebbianFlags } from "./hebbian-flags.ts";
import { MergedFlags } from "./merged-flags.ts";
import { RebuiltFlags } from "./rebuilt-flags.ts";
import { RememberedFlags } from "./remembered-flags.ts";

export interface FlagRule {
  readonly name: FlagRuleName;
  /** Short name, for figures. */
  readonly short: string;
  /** One sentence: where the flag goes. */
  readonly says: string;
}

const sentences: Readonly<Record<FlagRuleName, string>> = {
  "fixed-pointer": "The flag points to X and nothing moves it.",
  "external-signal":
    "The value follows the signal by least mean squares; without a signal nothing is learned.",
  "own-value": "The value follows itself, or half itself and half the signal.",
  "weight-decay": "The value follows its first version, or half that and half the signal, and flags decay.",
  "hebbian-spread": "The flag spreads along learned correlations, at constant length.",
  "latent-merge":
    "The flag sits on a hidden factor, into which concepts merge when BIC prefers one thing to two.",
  "remembered-reward": "The flag stays on what was there at past reward: a regression over stored episodes.",
  "rebuilt-ontology": "The utility is carried over by a map from the new percepts to the old one.",
};

export const flagRules: readonly FlagRule[] = flagRuleNames.map((name, index) => ({
  name,
  short: `R${index}`,
  says: sentences[name],
}));

/** Flags as the rule of a setting has them before the first step. rng: what the memory of past episodes is drawn from. */
export function startFlags(setting: DriftSetting, rng: Rng): GoalFlags {
  const drive = errorDrive(setting);
  if (drive !== null) return new ErrorDrivenFlags(drive);
  if (setting.rule === "hebbian-spread") return new HebbianFlags(setting);
  if (setting.rule === "latent-merge") return new MergedFlags(setting);
  if (setting.rule === "remembered-reward")
    return new RememberedFlags(setting, new DriftWorld(setting.world, rng));
  return new RebuiltFlags(setting);
}
