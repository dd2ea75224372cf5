// A series of severities is one deployment in the declaration and several in the plan, on exactly the levels that the shift says.
import { expect, test } from "vitest";
import { levelSetHash } from "../environments/levels.ts";
import { cheeseInTheCorner } from "./cheese-in-the-corner.ts";
import type { DeployStage, Setting } from "./experiment.ts";
import { deployedLevels, resolvePreset, resolveSettings } from "./plan.ts";
import { expandSeverities, severityName, severityOf } from "./severities.ts";

const declared = cheeseInTheCorner.presets.quick!.settings.find(({ name }) => name === "corner-1")!;

function deployments(setting: Setting): DeployStage[] {
  return setting.stages.filter((stage) => stage.kind === "deploy");
}

function swept(severities: unknown): DeployStage[] {
  const [setting] = resolveSettings([declared], [{ path: "deployed.severities", value: severities }]);
  return deployments(setting!);
}

test("a deployment of its own for each severity, from training to the deployed side", () => {
  const found = swept([1, 0.5, 0, 0.25]);
  expect(found.map(({ name, side, source }) => [name, side, source.levels.cornerSize])).toEqual([
    ["training", "training", 1],
    ["deployed@0", "training", 1],
    ["deployed@0.25", "deployed", 3],
    ["deployed@0.5", "deployed", 4],
    ["deployed", "deployed", 7],
  ]);
  for (const stage of found) expect(stage).not.toHaveProperty("severities");
});

test("the ends of a series have the levels of training and of the deployment without a series", () => {
  const hash = ({ source, count }: DeployStage) => levelSetHash(deployedLevels(source, Math.min(count, 8)));
  const plain = deployments(resolveSettings([declared], [])[0]!);
  const [training, first, last] = swept([0, 1]);
  expect([hash(first!), hash(last!)]).toEqual(plain.map(hash));
  expect(hash(first!)).toBe(hash(training!));
  expect(last).toEqual(plain[1]);
});

test("the horizon moves with the levels, and overrides of the deployment with the series", () => {
  const [setting] = resolveSettings(
    [declared],
    [
      { path: "deployed.severities", value: [0.5] },
      { path: "deployed.horizon", value: 12 },
      { path: "deployed.count", value: 5 },
    ],
  );
  const [, half, last] = deployments(setting!);
  expect([half!.horizon, half!.count, last!.horizon]).toEqual([38, 5, 12]);
});

test("a plan without a series is what it was", () => {
  const stages = resolvePreset(cheeseInTheCorner, "quick", []).settings[0]!.stages;
  expect(expandSeverities({ ...declared, stages }).stages).toEqual(stages);
});

test.each([
  [[0.5, 1.5], /deployed\.severities\[1\]: found 1\.5/],
  [[0.5, "high"], /severities\[1\]: found "high"/],
  [[0.5, 0.5], /severities\[1\]: found 0\.5 twice/],
  [0.5, /setting deployed\.severities/],
])("severities %j are refused", (severities, message) => {
  expect(() => swept(severities)).toThrow(message);
});

test("what learns has no severities, and a series needs a training before it", () => {
  const set = (path: string) => () => resolveSettings([declared], [{ path, value: [0.5] }]);
  expect(set("train.severities")).toThrow(/train\.severities/);
  const stages = declared.stages.slice(1).map((stage) => ({ ...stage, severities: [0.5] }) as DeployStage);
  expect(() => resolveSettings([{ ...declared, stages }], [])).toThrow(/before any training/);
});

test("names of deployments say the severity", () => {
  for (const severity of [0, 0.25, 1 / 3, 1e-7]) {
    expect(severityOf(severityName("deployed-12", severity))).toEqual({ swept: "deployed-12", severity });
  }
  expect(severityOf("deployed-12")).toEqual({ swept: "deployed-12", severity: 1 });
});
