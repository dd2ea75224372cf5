// The law that presets are what they say: two sides that one network fits, named rivals and channels, small levels where small is said.
import { enumerate } from "./enumerate.ts";
import type { EnvironmentDefinition, WorldPreset, WorldSide } from "./environment.ts";
import { demand, type LawWorld, randomLevel } from "./lawful-play.ts";

/** States of a level that is called enumerable, at most. */
const enumerableStates = 100_000;

/**
 * Both sides have the same observations; the shift says what varies; its rivals are other objectives than the base objective, on both sides,
 * and its goal channels are channels; levels of presets that are enumerable have at most 100,000 states, and those of the first one are.
 */
export function truePresets({
  definition,
  rng,
  horizon,
}: LawWorld & { definition: EnvironmentDefinition }): void {
  const { presets } = definition;
  const names = presets.map(({ name }) => name);
  demand(new Set(names).size === names.length, `two presets have one name: ${names.join(", ")}`);
  demand(presets[0]?.enumerable !== false, `the first preset, ${names[0]}, is not enumerable`);
  for (const preset of presets) {
    const { training, deployed } = preset.shift;
    const shapes = [training, deployed].map((side) => describe(definition, preset, side));
    demand(
      shapes[0] === shapes[1],
      `the sides of ${preset.name} have other observations: ${shapes.join(" and ")}`,
    );
    demand(preset.shift.varies.length > 0, `${preset.name} does not say what varies`);
    if (!preset.enumerable) continue;
    for (const side of [training, deployed]) {
      const environment = definition.create(side.parameters);
      const distribution = definition.levels(environment, side.levels);
      const level = randomLevel({ environment, distribution, rng, horizon });
      enumerate(environment, level, { limit: enumerableStates });
    }
  }
}

/** What the agent of one side sees and can do; throws where the shift names what that side does not have. */
function describe(definition: EnvironmentDefinition, { name, shift }: WorldPreset, side: WorldSide): string {
  const { actions, baseObjective, objectives, observation } = definition.create(side.parameters);
  const known = objectives.map((objective) => objective.name);
  for (const rival of [shift.rivals.proxy, shift.rivals.hazard]) {
    demand(known.includes(rival), `${name} names the rival ${rival}, which is no objective`);
    demand(rival !== baseObjective, `${name} names the base objective ${rival} as its own rival`);
  }
  for (const channel of shift.goalChannels) {
    demand(
      observation.channels.includes(channel),
      `${name} names the channel ${channel}, which there is not`,
    );
  }
  demand(
    Number.isInteger(side.horizon) && side.horizon >= 1,
    `${name} has episodes of ${side.horizon} steps`,
  );
  return JSON.stringify([observation.shape, observation.channels, actions]);
}
