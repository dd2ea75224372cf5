import { expect, test } from "vitest";
import { resolvePreset } from "./plan.ts";
import { whichObjective } from "./which-objective.ts";

test("a preset may be run in part: some settings, and the inference that is left to do about them", () => {
  const whole = resolvePreset(whichObjective, "quick", []);
  const part = resolvePreset(whichObjective, "quick", [], ["keys", "keys-no-shift"]);
  expect(part.settings).toEqual(whole.settings.slice(0, 2));
  expect(part.inference?.map(({ name, settings }) => [name, settings])).toEqual([
    ["keys-training", ["keys"]],
    ["keys-deployed", ["keys", "keys-no-shift"]],
  ]);
  expect(resolvePreset(whichObjective, "quick", [], [])).toEqual(whole);
  expect(() => resolvePreset(whichObjective, "quick", [], ["key"])).toThrow(/found "key".*did you mean keys/);
});
