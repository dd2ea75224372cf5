// What an experiment that is asked of any world takes from the world itself.
import type { EnvironmentDefinition, WorldPreset, WorldShift } from "../environments/environment.ts";
import { type Shift, shiftOf } from "../shifts/shift.ts";
import { stepsColumn } from "./defaults.ts";
import type { Column } from "./experiment.ts";

/** The shift of a world's first preset, which is small enough to be enumerated. Throws an InputError where the world has none. */
export function smallShift(definition: EnvironmentDefinition): { shift: Shift; preset: WorldShift } {
  const shift = shiftOf(definition);
  return { shift, preset: (definition.presets[0] as WorldPreset).shift };
}

const usualTrainingSteps = 1_500_000;

/** Environment steps that an agent of a world is trained for. */
export function trainingStepsOf({ presets }: EnvironmentDefinition): number {
  return presets[0]?.shift.trainingSteps ?? usualTrainingSteps;
}

/** One column per event of the world, and the steps. */
export function columnsOf(definition: EnvironmentDefinition): Column[] {
  const parameters = definition.presets[0]?.shift.deployed.parameters ?? {};
  const events = definition.create(parameters).events.map((event) => ({
    key: event,
    label: inSpaces(event),
    events: [event],
    of: null,
    digits: 2,
  }));
  return [...events, stepsColumn];
}

/** "which-objective" in "lava-land": the name of an experiment that is asked of one world. */
export function nameInWorld(experiment: string, world: string): string {
  return `${experiment}-in-${world}`;
}

/** A name as words of a sentence: "lava-stepped" is "lava stepped". */
export function inSpaces(name: string): string {
  return name.replaceAll("-", " ");
}
