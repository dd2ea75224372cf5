import { expect, test } from "vitest";
import { printFigures } from "../../../tests/support/figures.ts";
import {
  allocationByAlgebra,
  costOfSize,
  costOfStopping,
  criticalBatch,
  kaplan,
  lossOfCompute,
  lossOfData,
  lossOfParameters,
  lossOfTraining,
  stoppingShare,
} from "./scaling-laws.ts";

test("S16 (a): Kaplan's functions give the published figures", () => {
  const tenPercent = costOfStopping(0.1, 0.02);
  expect(tenPercent.parameters).toBeCloseTo(2.6661, 4);
  expect(tenPercent.steps).toBeCloseTo(0.1329, 4);
  expect(tenPercent.compute).toBeCloseTo(0.3543, 4);
  const exact = costOfStopping(stoppingShare(), 0.02);
  expect(stoppingShare()).toBeCloseTo(0.1013, 4);
  expect(exact.parameters).toBeCloseTo(2.7078, 3);
  expect(exact.steps).toBeCloseTo(0.1308, 4);
  expect(costOfSize(2.2).compute).toBeCloseTo(1.2037, 4);
  expect(costOfSize(2.2).steps).toBeCloseTo(0.5471, 4);
  const algebra = allocationByAlgebra();
  expect(algebra.compute).toBeCloseTo(0.05245, 5);
  // The paper's own algebra does not give the allocation that it measured.
  expect([algebra.parameters, algebra.batch, algebra.steps]).toEqual(
    [0.681, 0.25, 0.069].map((value) => expect.closeTo(value, 3)),
  );
  expect(Math.abs(algebra.parameters - kaplan.allocation.parameters)).toBeGreaterThan(0.04);
  printFigures("early-stopping-kaplan", "S16 (a): Kaplan's functions", [
    { figure: "parameters, 10 % over 2 %", value: tenPercent.parameters },
    { figure: "steps", value: tenPercent.steps },
    { figure: "compute", value: tenPercent.compute },
    { figure: "compute at 2.2 times the best size", value: costOfSize(2.2).compute },
    { figure: "compute exponent by algebra", value: algebra.compute },
  ]);
});

test("costs of stopping follow from L(N, S): the same loss, reached by a large model early or a small one late", () => {
  const { parameterExponent, parameterScale, stepExponent, stepScale } = kaplan.training;
  const model = (loss: number, above: number) => {
    const converged = loss / (1 + above);
    const parameters = parameterScale / converged ** (1 / parameterExponent);
    return { parameters, steps: stepScale / (loss - converged) ** (1 / stepExponent) };
  };
  for (const loss of [2, 3, 4]) {
    const [early, late] = [model(loss, 0.1), model(loss, 0.02)];
    expect(lossOfTraining(early.parameters, early.steps)).toBeCloseTo(loss, 10);
    expect(lossOfTraining(late.parameters, late.steps)).toBeCloseTo(loss, 10);
    const cost = costOfStopping(0.1, 0.02);
    expect(early.parameters / late.parameters).toBeCloseTo(cost.parameters, 8);
    expect(early.steps / late.steps).toBeCloseTo(cost.steps, 8);
  }
});

test("the best share is where compute for a given loss is least, at the critical batch of that loss", () => {
  const compute = (above: number) => costOfStopping(above, 0.02).compute;
  const best = stoppingShare();
  for (const other of [0.5, 0.9, 1.1, 2]) expect(compute(best)).toBeLessThan(compute(best * other));
  // A size other than the best costs more on either side.
  for (const ratio of [0.5, 0.9, 1.1, 2.2]) expect(costOfSize(ratio).compute).toBeGreaterThan(1);
  expect(costOfSize(1)).toEqual({ steps: 1, compute: 1 });
});

test("power laws fall by their exponents", () => {
  expect(lossOfParameters(kaplan.parameters.scale)).toBe(1);
  expect(lossOfData(kaplan.data.scale / 1000)).toBeCloseTo(1000 ** 0.095, 10);
  expect(lossOfCompute(kaplan.compute.scale / 16)).toBeCloseTo(16 ** 0.05, 10);
  expect(criticalBatch(1)).toBe(2e8);
  expect(criticalBatch(2) * 2 ** (1 / 0.21)).toBeCloseTo(2e8, 0);
});

test.each([
  ["parameters", () => lossOfParameters(0)],
  ["tokens", () => lossOfData(-1)],
  ["compute", () => lossOfCompute(Number.NaN)],
  ["steps", () => lossOfTraining(1e6, 0)],
  ["early", () => costOfStopping(-0.1, 0.02)],
  ["ratio", () => costOfSize(0.01)],
  ["loss", () => criticalBatch(0)],
] as const)("refuses %s out of range", (place, call) => {
  expect(call).toThrow(new RegExp(`^${place}: found`));
});
