// The rows of the table of S8 that have numbers.
import { describe, expect, test } from "vitest";
import { nodeNamed } from "../diagram.ts";
import { diagramExamples } from "../examples/catalogue.ts";
import { copiedStateModel } from "../examples/copied-state-model.ts";
import { gradePredictorModel } from "../examples/grade-predictor-model.ts";
import { gradePredictorWithoutSchoolModel } from "../examples/grade-predictor-without-school-model.ts";
import { hiddenIncentivesModel } from "../examples/hidden-incentives-model.ts";
import { hiddenIncentivesMyopicModel } from "../examples/hidden-incentives-myopic-model.ts";
import { introducedBiasModel } from "../examples/introduced-bias-model.ts";
import { modelExamples } from "../examples/model-catalogue.ts";
import { prisonersDilemmaModel } from "../examples/prisoners-dilemma-model.ts";
import { productOfDecisionsModel } from "../examples/product-of-decisions-model.ts";
import { taxiCompetitionModel } from "../examples/taxi-competition-model.ts";
import { threeValueSignalModel } from "../examples/three-value-signal-model.ts";
import { twoDecisionsModel } from "../examples/two-decisions-model.ts";
import { enumeratedOptimum } from "../model/enumerated-optimum.ts";
import { expectedUtility } from "../model/expected-utility.ts";
import { withMechanism, withoutObservation } from "../model/intervention.ts";
import type { InfluenceModel } from "../model/model.ts";
import { pureNashEquilibria } from "../model/nash-equilibria.ts";
import { optimalPolicy, optimalPolicyCount } from "../model/optimal-policy.ts";
import { policyRows, uniformPolicy } from "../model/policy.ts";
import { subgamePerfectEquilibria } from "../model/subgame-perfect-equilibria.ts";
import { decisionsReliedOn, relevanceComponents, relevanceGraph } from "../relevance.ts";
import { withConditionalExpectation } from "./conditional-expectation.ts";
import { instrumentalControl } from "./instrumental-control.ts";
import { introducedTotalEffect, totalEffect } from "./total-effect.ts";
import { valueOfControl } from "./value-of-control.ts";
import { valueOfInformation } from "./value-of-information.ts";
import { valueOfResponding } from "./value-of-responding.ts";

const at = (model: InfluenceModel, name: string) => nodeNamed(model.diagram, name);
const cut = (model: InfluenceModel, from: string, to: string) =>
  withoutObservation(model, at(model, from), at(model, to));

describe("S8: the three-valued bet on a noisy signal", () => {
  const model = threeValueSignalModel;
  const voi = (changed: InfluenceModel, name: string) =>
    valueOfInformation(changed, at(model, name), at(model, "D"));

  test("the signal is worth .6, the state .4, and 1.0 where the signal is cut first", () => {
    expect(voi(model, "X")).toBeCloseTo(0.6, 12);
    expect(voi(model, "S")).toBeCloseTo(0.4, 12);
    expect(voi(cut(model, "X", "D"), "S")).toBeCloseTo(1, 12);
  });

  test("control of state and signal is worth .4 each: either tells the decision all", () => {
    expect(valueOfControl(model, at(model, "S"))).toBeCloseTo(0.4, 12);
    expect(valueOfControl(model, at(model, "X"))).toBeCloseTo(0.4, 12);
  });

  test("not reacting to the signal, or to the state behind it, costs all .6", () => {
    for (const name of ["X", "S"])
      expect(valueOfResponding(model, at(model, name), at(model, "D"))).toBeCloseTo(0.6, 12);
  });
});

describe("S8: the copied state", () => {
  const model = copiedStateModel;

  test("control of the state is worth 0, and 1 after cutting S->D; the optimal expected utility is 1", () => {
    expect(optimalPolicy(model).value).toBe(1);
    expect(valueOfControl(model, at(model, "S"))).toBe(0);
    expect(valueOfControl(cut(model, "S", "D"), at(model, "S"))).toBe(1);
  });

  test("the other option would cost 2 in either context, by way of decision and utility alone", () => {
    for (const name of ["D", "U"]) {
      expect(instrumentalControl(model, at(model, name), at(model, "D"))).toEqual({
        size: 2,
        context: { S: -1 },
        option: 1,
      });
    }
    expect(instrumentalControl(model, at(model, "S"), at(model, "D")).size).toBe(0);
  });
});

describe("S8: introduced bias", () => {
  const model = introducedBiasModel;
  const contrast = { node: "A", from: 0, to: 1 };
  const random = uniformPolicy(model);
  const introduced = (changed: InfluenceModel) =>
    introducedTotalEffect(withConditionalExpectation(changed, random, "D", "Y"), random, contrast, "D", "Y");

  test("total effects on X and Y are .5, on a random decision 0: it introduces -1/2", () => {
    expect(totalEffect(model, random, contrast, "X")).toBeCloseTo(0.5, 12);
    expect(totalEffect(model, random, contrast, "Y")).toBeCloseTo(0.5, 12);
    expect(totalEffect(model, random, contrast, "D")).toBeCloseTo(0, 12);
    expect(introducedTotalEffect(model, random, contrast, "D", "Y")).toBeCloseTo(-0.5, 12);
  });

  test("the conditional expectation of Y introduces +1/3, at an expected utility of -1/6", () => {
    const predicting = withConditionalExpectation(model, random, "D", "Y");
    expect(predicting.domains[at(model, "D")]!.map((value) => Number(value))).toEqual([
      expect.closeTo(1 / 3, 12),
      expect.closeTo(2, 12),
    ]);
    expect(introduced(model)).toBeCloseTo(1 / 3, 12);
    expect(expectedUtility(predicting, random)).toBeCloseTo(-1 / 6, 12);
  });

  test("none where X or Y does not hang on Z; still 1/3 where Y does not hang on X", () => {
    expect(introduced(withMechanism(model, "X", { table: ({ A }) => A! }))).toBeCloseTo(0, 12);
    expect(introduced(withMechanism(model, "Y", { table: ({ X }) => X! }))).toBeCloseTo(0, 12);
    expect(introduced(withMechanism(model, "Y", { table: ({ Z }) => Z! }))).toBeCloseTo(1 / 3, 12);
  });

  test("signs are turned where the effect on the target is negative", () => {
    const turned = withMechanism(model, "Y", {
      domain: [0, -1, -2],
      table: ({ X, Z }) => -Number(X) - Number(Z),
    });
    expect(introducedTotalEffect(turned, random, contrast, "D", "Y")).toBeCloseTo(-0.5, 12);
  });
});

describe("S8: two decisions", () => {
  test("expected utility 1 with sufficient recall, and 1 by enumeration without S2->D2", () => {
    const solution = optimalPolicy(twoDecisionsModel);
    expect(solution).toMatchObject({ value: 1, sufficientRecall: true });
    expect(enumeratedOptimum(twoDecisionsModel).value).toBe(1);
    const blind = cut(twoDecisionsModel, "S2", "D2");
    expect(optimalPolicy(blind)).toMatchObject({ value: 1, sufficientRecall: false });
    expect(enumeratedOptimum(blind).value).toBe(1);
  });

  test("every choice of the first is best: the second finds out", () => {
    expect(optimalPolicyCount(optimalPolicy(twoDecisionsModel))).toBe(4);
    expect(enumeratedOptimum(twoDecisionsModel).policies.length).toBeGreaterThanOrEqual(4);
  });

  test("A B: insufficient recall, expected utility 1 by enumeration", () => {
    const solution = optimalPolicy(productOfDecisionsModel);
    expect(solution).toMatchObject({ value: 1, sufficientRecall: false });
    expect(policyRows(productOfDecisionsModel, solution.policy).map(({ option }) => option)).toEqual([1, 1]);
    expect(enumeratedOptimum(productOfDecisionsModel)).toMatchObject({ value: 1, policies: { length: 1 } });
  });
});

describe("S8: games", () => {
  const options = (model: InfluenceModel, equilibria: ReturnType<typeof pureNashEquilibria>) =>
    equilibria.map(({ policy }) => policyRows(model, policy).map(({ option }) => option));

  test("the prisoners' dilemma has one equilibrium, worth (-2, -2), and cyclic relevance", () => {
    const model = prisonersDilemmaModel;
    const found = pureNashEquilibria(model);
    expect(found.map(({ utilities }) => utilities)).toEqual([{ 1: -2, 2: -2 }]);
    expect(options(model, found)).toEqual([["defect", "defect"]]);
    expect(subgamePerfectEquilibria(model)).toEqual(found);
    expect(relevanceComponents(relevanceGraph(model.diagram))).toEqual([[at(model, "D1"), at(model, "D2")]]);
  });

  test("taxi competition: D1 relies on D2 and not vice versa; three pure equilibria, one of them subgame perfect", () => {
    const model = taxiCompetitionModel;
    expect(decisionsReliedOn(model.diagram, at(model, "D1"))).toEqual([at(model, "D2")]);
    expect(decisionsReliedOn(model.diagram, at(model, "D2"))).toEqual([]);
    expect(pureNashEquilibria(model)).toHaveLength(3);
    const perfect = subgamePerfectEquilibria(model);
    expect(options(model, perfect)).toEqual([["expensive", "cheap", "expensive"]]);
    expect(perfect[0]!.utilities).toEqual({ 1: 5, 2: 3 });
  });

  test("taxi competition with a tie has two subgame perfect equilibria", () => {
    const fares = [2, 3, 5, 5];
    const tied = withMechanism(taxiCompetitionModel, "U2", { parents: ["D1", "D2"], table: fares });
    expect(subgamePerfectEquilibria(tied)).toHaveLength(2);
  });

  test("matching pennies have no pure equilibrium, the battle of the sexes has two", () => {
    const pennies = withMechanism(
      withMechanism(prisonersDilemmaModel, "U1", { parents: ["D1", "D2"], table: [1, -1, -1, 1] }),
      "U2",
      { parents: ["D1", "D2"], table: [-1, 1, 1, -1] },
    );
    expect(pureNashEquilibria(pennies)).toEqual([]);
    expect(subgamePerfectEquilibria(pennies)).toEqual([]);
    const sexes = withMechanism(
      withMechanism(prisonersDilemmaModel, "U1", { parents: ["D1", "D2"], table: [3, 0, 0, 2] }),
      "U2",
      { parents: ["D1", "D2"], table: [2, 0, 0, 3] },
    );
    expect(pureNashEquilibria(sexes)).toHaveLength(2);
    expect(subgamePerfectEquilibria(sexes)).toHaveLength(2);
  });
});

test("S8 (e): removing HS->P takes away the response to race, and raises the value of information of race", () => {
  const figures = [gradePredictorModel, gradePredictorWithoutSchoolModel].map((model) => ({
    information: valueOfInformation(model, at(model, "R"), at(model, "P")),
    response: valueOfResponding(model, at(model, "R"), at(model, "P")),
  }));
  expect(figures[0]!.information).toBeCloseTo(0, 12);
  // Following the high school is right with .8 .9 + .2 .1 = .74, following race with .9 .74 + .1 .26 = .692; guessing with .5.
  expect(figures[0]!.response).toBeCloseTo(0.24, 12);
  expect(figures[1]!.information).toBeCloseTo(0.192, 12);
  expect(figures[1]!.response).toBe(0);
});

test("S13 (d): the next state is instrumental for the sum of rewards, and not for the present reward", () => {
  const [all, myopic] = [hiddenIncentivesModel, hiddenIncentivesMyopicModel];
  const size = (model: InfluenceModel) => instrumentalControl(model, at(model, "NextS"), at(model, "A")).size;
  expect(size(all)).toBe(1);
  expect(size(myopic)).toBe(0);
  const option = (model: InfluenceModel) => policyRows(model, optimalPolicy(model).policy)[0]!.option;
  expect([option(all), option(myopic)]).toEqual([1, 0]);
});

test("numbers go by the names of the examples", () => {
  const names = diagramExamples.map(({ name }) => name);
  for (const [name, { diagram }] of modelExamples) {
    expect(names).toContain(name);
    expect(diagramExamples.find((example) => example.name === name)!.diagram).toBe(diagram);
  }
});
