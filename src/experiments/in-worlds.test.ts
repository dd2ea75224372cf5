// Experiments that are asked of any world: every world with a shift of its own can be asked.
import { expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { environmentDefinitions } from "../environments/index.ts";
import { experimentNamed, experimentNames } from "./index.ts";
import { resolvePreset } from "./plan.ts";

const worlds = environmentDefinitions.filter(({ presets }) => presets.length > 0).map(({ name }) => name);

test.each(worlds)("%s: both questions have a plan", (world) => {
  for (const generalised of ["which-objective", "malign-or-broken"]) {
    const name = `${generalised}-in-${world}`;
    expect(experimentNames()).toContain(name);
    const experiment = experimentNamed(name);
    expect(experiment.name).toBe(name);
    for (const preset of Object.keys(experiment.presets)) {
      const { settings, inference } = resolvePreset(experiment, preset, []);
      const deployments = settings.flatMap(({ stages }) => stages.filter(({ kind }) => kind === "deploy"));
      for (const stage of [...deployments, ...(inference ?? [])]) {
        expect("source" in stage && stage.source.environment).toBe(world);
      }
      expect(settings.map(({ name: setting }) => setting)).toContain(experiment.headline?.setting);
    }
    expect(experiment.objectives).toContain(experiment.baseObjective);
    const events = experiment.columns.flatMap((column) => column.events);
    expect(events.length).toBeGreaterThan(0);
  }
});

test("an unknown world is refused with the name that was probably meant", () => {
  expect(() => experimentNamed("which-objective-in-keys-and-chest")).toThrow(InputError);
  expect(() => experimentNamed("which-objective-in-keys-and-chest")).toThrow(/keys-and-chests/);
  expect(() => experimentNamed("malign-or-broken-in-patience")).toThrow(
    /patience: found no preset, expected a world that has presets/,
  );
  expect(() => experimentNamed("which-objectiv")).toThrow(/did you mean which-objective/);
});
