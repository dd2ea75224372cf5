// Models that are given wrongly, and what they are answered.
import { describe, expect, test, vi } from "vitest";
import { InputError } from "../../base/errors.ts";
import { Rng } from "../../base/rng.ts";
import { nodeNamed } from "../diagram.ts";
import { modelExamples } from "../examples/model-catalogue.ts";
import { prisonersDilemmaModel } from "../examples/prisoners-dilemma-model.ts";
import { threeValueSignalModel as model } from "../examples/three-value-signal-model.ts";
import { twoDecisionsModel } from "../examples/two-decisions-model.ts";
import { instrumentalControl } from "../quantities/instrumental-control.ts";
import { valueOfControl } from "../quantities/value-of-control.ts";
import { valueOfInformation } from "../quantities/value-of-information.ts";
import { randomDiagram } from "../random-diagram.ts";
import { expectedUtility } from "./expected-utility.ts";
import { intervene, withMechanism, withObservation, withoutObservation } from "./intervention.ts";
import { influenceModel, type ModelParts } from "./model.ts";
import { modelFromJson, modelToJson } from "./model-json.ts";
import { pureNashEquilibria } from "./nash-equilibria.ts";
import { normalForm } from "./normal-form.ts";
import { optimalPolicy } from "./optimal-policy.ts";
import { policyOf, policyRows, uniformPolicy } from "./policy.ts";
import { distribution, expectedValue, probability } from "./probability.ts";
import { randomModel } from "./random-model.ts";

vi.setConfig({ testTimeout: 20 * 60_000 });

const json = modelToJson(model);
const changed = (changes: object) => () => modelFromJson({ ...json, ...changes });
const table = (name: string, rows: unknown) => changed({ tables: { ...json.tables, [name]: rows } });
const domain = (name: string, values: unknown) => changed({ domains: { ...json.domains, [name]: values } });

describe("wrong models say where, what was found and what was expected", () => {
  test.each<[string, () => unknown, string]>([
    [
      "a missing row",
      table("X", [[0.8, 0.2]]),
      "model.tables.X: found 1 row, expected 2, one per configuration of the parents",
    ],
    [
      "an unnormalised row",
      table("X", [
        [0.8, 0.2],
        [0.2, 0.7],
      ]),
      "model.tables.X[1]: found probabilities that sum to 0.8999999999999999, expected a sum of 1 within 1e-9",
    ],
    [
      "a sum that is off by 2e-9",
      table("S", [[0.5, 0.500000002]]),
      "model.tables.S[0]: found probabilities that sum to",
    ],
    [
      "a negative probability",
      table("S", [[-0.5, 1.5]]),
      "model.tables.S[0][0]: found -0.5, expected a probability",
    ],
    [
      "too few probabilities",
      table("S", [[1]]),
      "model.tables.S[0]: found 1 probability, expected 2, one per value",
    ],
    ["numbers where rows belong", table("S", [0.5, 0.5]), "model.tables.S: found 2 rows, expected 1"],
    [
      "a number where a row belongs",
      table("S", [1]),
      "model.tables.S[0]: found 1, expected a list of 2 probabilities",
    ],
    [
      "a row where a number belongs",
      table("U", [[1], 2, 3, 4, 5, 6]),
      "model.tables.U[0]: found [1], expected a finite number",
    ],
    [
      "a missing table",
      changed({ tables: {} }),
      "model.tables.S: found nothing, expected a table or a function",
    ],
    ["a table of a decision", table("D", [[1, 0, 0]]), "model.tables.D: found a table, expected none"],
    [
      "a decision without options",
      domain("D", []),
      "model.domains.D: found an empty list, expected the options of a decision, one at least",
    ],
    [
      "a value twice",
      domain("S", [1, 1]),
      "model.domains.S[1]: found 1 a second time, expected each value once",
    ],
    ["a domain of a utility", domain("U", [1, 2]), "model.domains.U: found a domain, expected none"],
    [
      "a missing domain",
      changed({ domains: {} }),
      "model.domains.S: found nothing, expected a list: the values of a node",
    ],
    [
      "an unknown node",
      table("XX", [[1]]),
      "model.tables.XX: found an unknown node, expected one of S, X, D, U",
    ],
    ["text", table("S", "half"), 'model.tables.S: found "half", expected an array'],
    [
      "a cycle",
      changed({
        edges: [
          ["S", "X"],
          ["X", "S"],
        ],
      }),
      "model.edges: found the cycle S -> X -> S",
    ],
  ])("%s", (_, read, message) => {
    expect(read).toThrow(InputError);
    expect(read).toThrow(message);
  });

  test("functions that answer what is no value, no distribution, or no number", () => {
    const parts = (tables: Partial<ModelParts["tables"]>): ModelParts => ({
      domains: json.domains,
      tables: { ...json.tables, ...tables } as ModelParts["tables"],
    });
    const build = (tables: Partial<ModelParts["tables"]>) => () =>
      influenceModel(model.diagram, parts(tables));
    expect(build({ X: () => 3 })).toThrow(
      "model.tables.X(-1): found 3, expected one of -1, 1, or a list of probabilities",
    );
    expect(build({ X: () => [0.5, 0.6] })).toThrow("model.tables.X(-1): found probabilities that sum to 1.1");
    expect(build({ U: () => Number.NaN })).toThrow(
      "model.tables.U(-1, -1): found NaN, expected a finite number",
    );
    expect(build({ U: () => "much" })).toThrow(
      'model.tables.U(-1, -1): found "much", expected a finite number',
    );
  });

  test("tables, contexts and enumerations of absurd size are refused with their size", () => {
    const causes = Array.from({ length: 8 }, (_, index) => `A${index}`);
    const digits = Array.from({ length: 10 }, (_, digit) => digit);
    const wide = (child: string) => ({
      nodes: [...causes, "X", "D", "U"],
      edges: [...causes.map((cause) => [cause, child]), ["D", "U"]],
      decisions: ["D"],
      utilities: ["U"],
      domains: Object.fromEntries([...causes, "X", "D"].map((name) => [name, digits])),
      tables: {},
    });
    for (const child of ["X", "D"]) {
      expect(() => modelFromJson(wide(child))).toThrow(
        `model.tables.${child}: found 1000000000 entries, expected at most 4194304`,
      );
    }
    const rng = Rng.fromSeed(2);
    const large = randomModel(
      rng,
      randomDiagram(rng, { nodes: 20, decisions: 6, density: 0.3, sufficientRecall: false }),
      { domainSize: 4 },
    );
    expect(() => normalForm(large)).toThrow(/normal form: found \S+ (configurations|profiles)/);
    expect(() => pureNashEquilibria(large)).toThrow(InputError);
  });
});

describe("wrong questions", () => {
  const [D, S, U] = ["D", "S", "U"].map((name) => nodeNamed(model.diagram, name)) as [number, number, number];

  test.each<[string, () => unknown, string]>([
    [
      "a policy without a rule",
      () => policyOf(model, {}),
      "policy.D: found nothing, expected a rule for every decision",
    ],
    [
      "a rule of no decision",
      () => policyOf(model, { D: [0, 0], S: [1] }),
      "policy.S: found a rule, expected one of D",
    ],
    [
      "too few options",
      () => policyOf(model, { D: [0] }),
      "policy.D: found 1 options, expected 2, one per context",
    ],
    [
      "an unknown option",
      () => policyOf(model, { D: [0, 5] }),
      "policy.D[1]: found 5, expected one of -1, 0, 1",
    ],
    [
      "impossible evidence",
      () => probability(model, policyOf(model, { D: [0, 0] }), { S: 1 }, { D: 1 }),
      "given: found what cannot happen",
    ],
    ["an unknown value", () => intervene(model, { S: 7 }), "intervention.S: found 7, expected one of -1, 1"],
    [
      "a parent that comes after",
      () =>
        withMechanism(model, "S", {
          parents: ["X"],
          table: [
            [1, 0],
            [0, 1],
          ],
        }),
      'intervention.S.parents[0]: found "X", which comes after "S", expected no cycle',
    ],
    [
      "other values under a table",
      () => withMechanism(modelFromJson(json), "S", { domain: [0], table: [[1]] }),
      'intervention.S.domain: found other values, for which "X" has no rows',
    ],
    ["observing what comes after", () => withObservation(model, U, D), 'observation: found the utility "U"'],
    [
      "information on the decision itself",
      () => valueOfInformation(model, D, D),
      "node: found the decision itself",
    ],
    ["control of a decision", () => valueOfControl(model, D), 'node: found the decision "D"'],
    [
      "control by what decides nothing",
      () => instrumentalControl(model, S, S),
      'decision: found the chance "S"',
    ],
    [
      "one agent of several",
      () => optimalPolicy(prisonersDilemmaModel),
      "agent: found none named, expected one of 1, 2",
    ],
    [
      "what others do",
      () => optimalPolicy(prisonersDilemmaModel, "1"),
      'rules: found no rule for the decision "D2"',
    ],
  ])("%s", (_, ask, message) => {
    expect(ask).toThrow(InputError);
    expect(ask).toThrow(message);
  });

  test("instrumental control needs sufficient recall", () => {
    const at = (name: string) => nodeNamed(twoDecisionsModel.diagram, name);
    const blind = withoutObservation(twoDecisionsModel, at("S2"), at("D2"));
    expect(() => instrumentalControl(blind, at("S2"), at("D1"))).toThrow(
      "decisions without sufficient recall",
    );
  });
});

test("policies are pure, mixed or functions", () => {
  const pure = policyOf(model, { D: [-1, 1] });
  expect(policyOf(model, { D: ({ X }) => X! })).toEqual(pure);
  expect(expectedUtility(model, pure)).toBeCloseTo(0.6, 12);
  const mixed = policyOf(model, {
    D: [
      [1, 0, 0],
      [0, 0.5, 0.5],
    ],
  });
  expect(expectedUtility(model, mixed)).toBeCloseTo(0.45, 12);
  expect(policyRows(model, mixed).map(({ context, option }) => [context, option])).toEqual([
    [{ X: -1 }, -1],
    [{ X: 1 }, null],
  ]);
});

test("joint, conditional and posterior probabilities of the noisy signal", () => {
  const policy = uniformPolicy(model);
  expect(probability(model, policy, { S: 1, X: 1 })).toBeCloseTo(0.4, 12);
  expect(probability(model, policy, { S: 1 }, { X: 1 })).toBeCloseTo(0.8, 12);
  expect(Array.from(distribution(model, policy, ["S", "X"]))).toEqual([0.4, 0.1, 0.1, 0.4]);
  expect(expectedValue(model, policy, "U", { S: 1, D: 1 })).toBeCloseTo(1, 12);
  expect(probability(intervene(model, { X: 1 }), policy, { S: 1 })).toBeCloseTo(0.5, 12);
});

test("a best answer to what another agent does", () => {
  const both = policyOf(prisonersDilemmaModel, { D1: ["cooperate"], D2: ["cooperate"] });
  const answer = optimalPolicy(prisonersDilemmaModel, "1", both.rules);
  expect(answer.value).toBe(0);
  expect(policyRows(prisonersDilemmaModel, answer.policy).map(({ option }) => option)).toEqual([
    "defect",
    "cooperate",
  ]);
});

test("mutated model files are models or InputErrors, without delay", () => {
  const mutants = Number(process.env.INNERGAP_MUTANTS ?? 200) * 10;
  const texts = Array.from(modelExamples.values(), (example) => JSON.stringify(modelToJson(example)));
  const rng = Rng.fromSeed("mutated models");
  let models = 0;
  let refused = 0;
  let slowest = 0;
  for (let index = 0; index < mutants; index++) {
    const value = mutated(texts[index % texts.length]!, rng);
    if (value === undefined) continue;
    const begun = performance.now();
    try {
      const found = modelFromJson(value);
      expectedUtility(found, uniformPolicy(found));
      models++;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      refused++;
    }
    slowest = Math.max(slowest, performance.now() - begun);
  }
  console.log(
    `${models} mutants were models, ${refused} were refused; the slowest took ${slowest.toFixed(1)} ms`,
  );
  expect(models).toBeGreaterThan(0);
  expect(refused).toBeGreaterThan(mutants / 4);
  expect(slowest).toBeLessThan(2000);
});

/** JSON with one value replaced, dropped, doubled or moved to a strange key; or with characters changed, where that is still JSON. */
function mutated(text: string, rng: Rng): unknown {
  if (rng.below(3) === 0) {
    const at = rng.below(text.length);
    const letters = '0123456789[]{}",:.-eXSDU';
    try {
      return JSON.parse(
        text.slice(0, at) + letters[rng.below(letters.length)] + text.slice(at + rng.below(3)),
      );
    } catch {
      return undefined;
    }
  }
  const value = JSON.parse(text) as Tree;
  const places: [Record<string, Tree>, string][] = [];
  const visit = (node: Tree) => {
    if (typeof node !== "object" || node === null) return;
    for (const key of Object.keys(node)) {
      places.push([node as Record<string, Tree>, key]);
      visit((node as Record<string, Tree>)[key]!);
    }
  };
  visit(value);
  const [owner, key] = places[rng.below(places.length)]!;
  const odd: Tree[] = [
    null,
    -1,
    2,
    1e308,
    0.5,
    "",
    "S",
    "__proto__",
    [],
    {},
    [[]],
    true,
    [[0.5, 0.5]],
    [1, 0],
  ];
  const other = places[rng.below(places.length)]!;
  switch (rng.below(4)) {
    case 0:
      delete owner[key];
      break;
    case 1:
      owner[key] = odd[rng.below(odd.length)]!;
      break;
    case 2:
      owner[key] = structuredClone(other[0][other[1]]!);
      break;
    default:
      owner[["__proto__", "constructor", "S", "999"][rng.below(4)]!] = structuredClone(owner[key]!);
  }
  return value;
}

type Tree = null | boolean | number | string | Tree[] | { [key: string]: Tree };
