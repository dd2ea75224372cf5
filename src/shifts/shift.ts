// A shift is a value: the levels an agent is trained on, those it is deployed on, and what lies between them.
import { InputError } from "../base/errors.ts";
import type { JsonObject } from "../base/hash.ts";
import { oneOf } from "../base/nearest.ts";
import type { EnvironmentDefinition, WorldSide } from "../environments/environment.ts";
import type { FilterSetting } from "./level-filters.ts";

/** Where levels come from: a world by name, its parameters, and the parameters of its generator. */
export interface LevelSource {
  readonly environment: string;
  readonly parameters: JsonObject;
  readonly levels: JsonObject;
  /** Generated levels are drawn again until they pass all of these, by the names of level-filters.ts. */
  readonly filters?: readonly string[];
  /** What filters, those of the mixture among them, ask about an episode; missing entries are the usual ones. */
  readonly filtering?: Partial<FilterSetting>;
  /** Other levels among the generated ones. */
  readonly mixture?: LevelMixture;
}

export type LevelMixture = FixedLevels | OtherLevels;

/** With probability `share` one of these levels, all equally likely, in place of a generated one. */
export interface FixedLevels {
  /** In [0, 1]; rounded to a multiple of 2^-20. */
  readonly share: number;
  /** Levels as text. They need not pass the filters. */
  readonly levels: readonly string[];
}

/** With probability `share` a level of another generator of the same world, such as one that distinguishes a rival. */
export interface OtherLevels {
  /** In [0, 1]; rounded to a multiple of 2^-20. */
  readonly share: number;
  readonly source: {
    /** Parameters of the generator; those of the source around it where they are not given. */
    readonly levels?: JsonObject;
    /** In place of the filters of the source around it; none by default. */
    readonly filters?: readonly string[];
  };
}

/** Two sides of one world: its levels, its parameters, and how long an episode lasts. The dynamics know nothing of it. */
export interface Shift {
  /** What differs, in words ("counts of keys and chests"). */
  readonly varies: string;
  readonly training: LevelSource;
  readonly deployed: LevelSource;
  /** Steps of an episode, where the shift says so. */
  readonly horizons?: { readonly training: number; readonly deployed: number };
}

/**
 * The shift of a world's preset, by default of its first. Throws an InputError where there is no preset of that name, or none
 * at all.
 */
export function shiftOf(definition: EnvironmentDefinition, presetName?: string): Shift {
  const { presets, name } = definition;
  const preset = presetName === undefined ? presets[0] : presets.find((one) => one.name === presetName);
  if (!preset) {
    const known = presets.map((one) => one.name);
    throw new InputError(
      `preset of ${name}`,
      JSON.stringify(presetName) ?? "no preset",
      known.length === 0 ? "a world that has presets" : oneOf(presetName ?? "", known),
    );
  }
  const { varies, training, deployed } = preset.shift;
  const sourceOf = ({ parameters, levels }: WorldSide): LevelSource => ({
    environment: name,
    parameters,
    levels,
  });
  return {
    varies,
    training: sourceOf(training),
    deployed: sourceOf(deployed),
    horizons: { training: training.horizon, deployed: deployed.horizon },
  };
}
