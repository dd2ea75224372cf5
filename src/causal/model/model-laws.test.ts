// Laws of models on random diagrams: elimination is enumeration, knowing more never hurts, and names do not matter.
import { describe, expect, test, vi } from "vitest";
import { printFigures } from "../../../tests/support/figures.ts";
import { Rng } from "../../base/rng.ts";
import { influenceDiagram, nodesOfKind } from "../diagram.ts";
import { instrumentalControl } from "../quantities/instrumental-control.ts";
import { valueOfControl } from "../quantities/value-of-control.ts";
import { valueOfInformation } from "../quantities/value-of-information.ts";
import { valueOfResponding } from "../quantities/value-of-responding.ts";
import { randomDiagram } from "../random-diagram.ts";
import { tolerance } from "./decision-values.ts";
import { enumeratedOptimum } from "./enumerated-optimum.ts";
import { expectedUtilities, expectedUtility } from "./expected-utility.ts";
import { intervene, withObservation } from "./intervention.ts";
import { type InfluenceModel, influenceModel } from "./model.ts";
import { modelFromJson, modelToJson } from "./model-json.ts";
import { equilibriumProfiles, pureNashEquilibria } from "./nash-equilibria.ts";
import { normalForm } from "./normal-form.ts";
import { optimalPolicy, optimalPolicyCount } from "./optimal-policy.ts";
import { contextCount, type Policy, policyRows, pureRule, uniformPolicy } from "./policy.ts";
import { distribution, probability } from "./probability.ts";
import { randomModel } from "./random-model.ts";
import { subgamePerfectEquilibria } from "./subgame-perfect-equilibria.ts";
import type { NodeFunction } from "./tabulate.ts";

const settings = Number(process.env.INNERGAP_SETTINGS ?? 60);
vi.setConfig({ testTimeout: 20 * 60_000 });

const concentrations = [1, 0.1, 0, 10];

/** A random model of few nodes, with its stream; recall suffices or not. */
function drawModel(
  name: string,
  index: number,
  sufficientRecall = true,
  agents = 1,
): { model: InfluenceModel; rng: Rng } {
  const rng = Rng.fromSeed("model laws").fork(`${name} ${index}`);
  const decisions = Math.max(agents, rng.between(1, 2));
  const utilities = Math.max(agents, rng.between(1, 2));
  const nodes = decisions + utilities + rng.between(1, 3);
  const options = { nodes, decisions, utilities, agents, density: 0.5, maxParents: 2, sufficientRecall };
  const diagram = randomDiagram(rng, options);
  const concentration = concentrations[index % concentrations.length]!;
  return { model: randomModel(rng, diagram, { concentration, domainSize: rng.between(2, 3) }), rng };
}

/** Rows that are drawn like those of a chance node. */
function randomPolicy(model: InfluenceModel, rng: Rng): Policy {
  const rules = model.diagram.nodes.map(({ kind }, node) => {
    if (kind !== "decision") return null;
    const width = model.sizes[node]!;
    const rule = Float64Array.from({ length: contextCount(model, node) * width }, () => rng.unit() + 1e-3);
    for (let from = 0; from < rule.length; from += width) {
      const row = rule.subarray(from, from + width);
      const sum = row.reduce((a, b) => a + b, 0);
      row.forEach((value, option) => {
        row[option] = value / sum;
      });
    }
    return rule;
  });
  return { rules };
}

const profilesOf = (model: InfluenceModel): number =>
  nodesOfKind(model.diagram, "decision").reduce(
    (product, node) => product * model.sizes[node]! ** contextCount(model, node),
    1,
  );

const indices = Array.from({ length: settings }, (_, index) => index);

describe("elimination is enumeration", () => {
  test("expected utilities of mixed policies", () => {
    for (const index of indices) {
      const { model, rng } = drawModel("expected", index, false, 1 + (index % 2));
      const policy = randomPolicy(model, rng);
      const oracle = normalForm(model, [], policy.rules);
      const found = expectedUtilities(model, policy);
      oracle.agents.forEach((agent, place) => {
        expect(found[agent]).toBeCloseTo(oracle.payoffs[place]![0]!, 10);
      });
    }
  });

  test("optimal policies: the value, the policy, and every choice among the best options", () => {
    let compared = 0;
    let tooMany = 0;
    let chosen = 0;
    for (const index of indices) {
      const { model, rng } = drawModel("optimal", index);
      if (profilesOf(model) > 20_000) {
        tooMany++;
        continue;
      }
      compared++;
      const solution = optimalPolicy(model);
      const oracle = enumeratedOptimum(model);
      expect(solution.sufficientRecall).toBe(true);
      expect(solution.value).toBeCloseTo(oracle.value, 9);
      expect(expectedUtility(model, oracle.policies[0]!)).toBeCloseTo(oracle.value, 9);
      for (let draw = 0; draw < Math.min(5, optimalPolicyCount(solution)); draw++) {
        const rules = solution.best.map((choices, node) =>
          choices === null
            ? null
            : pureRule(
                choices.map((options) => options[rng.below(options.length)]!),
                model.sizes[node]!,
              ),
        );
        expect(expectedUtility(model, { rules })).toBeCloseTo(oracle.value, 8);
        chosen++;
      }
    }
    printFigures("model-laws-optimal", "Optimal policies by elimination and by enumeration", [
      {
        diagrams: settings,
        compared,
        "more than 20 000 profiles": tooMany,
        "choices among best options": chosen,
      },
    ]);
    expect(compared).toBeGreaterThan(settings / 3);
  });

  test("without sufficient recall, all rules but one are enumerated: the value is that of all profiles", () => {
    let compared = 0;
    for (const index of indices) {
      const { model } = drawModel("joint", index, false);
      const solution = optimalPolicy(model);
      if (solution.sufficientRecall || profilesOf(model) > 20_000) continue;
      compared++;
      expect(solution.value).toBeCloseTo(enumeratedOptimum(model).value, 9);
    }
    expect(compared).toBeGreaterThan(0);
  });

  test("joint and conditional probabilities", () => {
    for (const index of indices) {
      const { model, rng } = drawModel("probability", index, false);
      const policy = randomPolicy(model, rng);
      const nodes = model.diagram.nodes.flatMap(({ name, kind }) => (kind === "utility" ? [] : [name]));
      const [asked, given] = [nodes[0]!, nodes[1]!];
      const joint = distribution(model, policy, [asked, given]);
      const wholeJoint = distribution(model, policy, nodes);
      expect(wholeJoint.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 10);
      const size = model.sizes[0]!;
      for (let value = 0; value < size; value++) {
        const chance = probability(model, policy, { [given]: value });
        const share = wholeJoint.length / size ** 2;
        for (let other = 0; other < size; other++) {
          const from = (other * size + value) * share;
          const summed = wholeJoint.subarray(from, from + share).reduce((a, b) => a + b, 0);
          expect(joint[other * size + value]).toBeCloseTo(summed, 10);
          if (chance > 1e-12) {
            const conditional = probability(model, policy, { [asked]: other }, { [given]: value });
            expect(conditional * chance).toBeCloseTo(summed, 10);
          }
        }
      }
    }
  });

  test("a node without parents that is set comes to what conditioning on it comes to", () => {
    for (const index of indices) {
      const { model, rng } = drawModel("intervention", index, false);
      const policy = randomPolicy(model, rng);
      const root = model.diagram.graph.order.find((node) => model.diagram.graph.parents[node]!.length === 0)!;
      const { name } = model.diagram.nodes[root]!;
      for (const value of model.domains[root]!) {
        const chance = probability(model, policy, { [name]: value });
        if (chance < 1e-9) continue;
        const set = intervene(model, { [name]: value });
        for (const { name: other, kind } of model.diagram.nodes) {
          if (kind === "utility") continue;
          const seen = distribution(model, policy, [other], { [name]: value });
          const after = distribution(set, policy, [other]);
          after.forEach((p, place) => {
            expect(p).toBeCloseTo(seen[place]!, 9);
          });
        }
      }
    }
  });
});

test("an information link never lowers the optimal expected utility", () => {
  let links = 0;
  for (const index of indices) {
    const { model } = drawModel("links", index);
    const before = optimalPolicy(model).value;
    for (const decision of nodesOfKind(model.diagram, "decision")) {
      const below = model.diagram.graph.descendants(decision);
      for (const node of nodesOfKind(model.diagram, "chance")) {
        if (below[node] || model.diagram.graph.has(node, decision)) continue;
        expect(optimalPolicy(withObservation(model, node, decision)).value).toBeGreaterThanOrEqual(
          before - 1e-9,
        );
        links++;
      }
    }
  }
  expect(links).toBeGreaterThan(settings / 4);
});

/** The same model with nodes, parents and values in another order, under other names. */
function relabelled(
  model: InfluenceModel,
  rng: Rng,
): { readonly model: InfluenceModel; readonly places: readonly number[] } {
  const { diagram, domains, tables, sizes } = model;
  const order = Int32Array.from(diagram.nodes.keys());
  rng.shuffle(order);
  const name = (node: number) => `n${order[node]}`;
  const edges = diagram.graph.arcs.map(([from, to]) => [name(from), name(to)] as const);
  const shuffled = Int32Array.from(edges.keys());
  rng.shuffle(shuffled);
  const changed = influenceDiagram({
    nodes: Array.from(order.keys(), (place) => `n${place}`),
    edges: Array.from(shuffled, (place) => edges[place]!),
    decisions: nodesOfKind(diagram, "decision").map(name),
    utilities: nodesOfKind(diagram, "utility").map(name),
  });
  const values = domains.map((domain) => domain.map((value) => `v${value}`));
  const answers = diagram.nodes.flatMap(({ kind }, node): [string, NodeFunction][] => {
    if (kind === "decision") return [];
    const parents = diagram.graph.parents[node]!;
    const row = (given: Readonly<Record<string, unknown>>) =>
      parents.reduce(
        (place, parent) => place * sizes[parent]! + values[parent]!.indexOf(String(given[name(parent)])),
        0,
      );
    const table = tables[node]!;
    if (kind === "utility") return [[name(node), (given) => table[row(given)]!]];
    const width = sizes[node]!;
    return [
      [
        name(node),
        (given) => Array.from(table.subarray(row(given) * width, (row(given) + 1) * width)).reverse(),
      ],
    ];
  });
  const lists = diagram.nodes.flatMap(({ kind }, node) =>
    kind === "utility" ? [] : [[name(node), values[node]!.toReversed()] as const],
  );
  return {
    model: influenceModel(changed, {
      domains: Object.fromEntries(lists),
      tables: Object.fromEntries(answers),
    }),
    places: Array.from(order),
  };
}

test("names and orders of nodes, parents and values change nothing", () => {
  for (const index of indices) {
    const { model, rng } = drawModel("relabelled", index);
    const other = relabelled(model, rng);
    expect(optimalPolicy(other.model).value).toBeCloseTo(optimalPolicy(model).value, 9);
    const uniform = (each: InfluenceModel) => expectedUtility(each, uniformPolicy(each));
    expect(uniform(other.model)).toBeCloseTo(uniform(model), 9);
    const { graph } = model.diagram;
    const decision = graph.order.find((node) => model.diagram.nodes[node]!.kind === "decision")!;
    const same = (quantity: (each: InfluenceModel, node: number, decision: number) => number, node: number) =>
      expect(quantity(other.model, other.places[node]!, other.places[decision]!)).toBeCloseTo(
        quantity(model, node, decision),
        8,
      );
    model.diagram.nodes.forEach(({ kind }, node) => {
      if (!graph.descendants(decision)[node]) same(valueOfInformation, node);
      if (kind !== "decision" && contextCount(model, node) <= 4)
        same((each, at) => valueOfControl(each, at), node);
      // Several decisions: these two hang on which of equally good options the other decisions take.
      if (nodesOfKind(model.diagram, "decision").length > 1 && concentrations[index % 4]! < 1) return;
      same(valueOfResponding, node);
      same((each, at, by) => instrumentalControl(each, at, by).size, node);
    });
  }
});

test("JSON gives the model back", () => {
  for (const index of indices) {
    const { model } = drawModel("json", index, false, 1 + (index % 2));
    const json = modelToJson(model);
    const back = modelFromJson(JSON.parse(JSON.stringify(json)));
    expect(back).toEqual(model);
    expect(modelToJson(back)).toEqual(json);
  }
});

describe("games", () => {
  test("equilibria are those of a search over single changes of whole strategies, and backward induction finds some of them", () => {
    let perfect = 0;
    for (const index of indices) {
      const { model } = drawModel("games", index, false, 2);
      if (profilesOf(model) > 2000) continue;
      const form = normalForm(model);
      const found = equilibriumProfiles(model, form);
      const near = tolerance(model);
      const rows = Array.from({ length: form.profiles }, (_, profile) =>
        policyRows(model, form.policyOf(profile)),
      );
      const ownKey = (profile: number, agent: string, own: boolean) =>
        JSON.stringify(
          rows[profile]!.filter(({ decision }) => {
            const node = model.diagram.nodes.find(({ name }) => name === decision)!;
            return (node.agent === agent) === own;
          }).map(({ option }) => option),
        );
      const stable = (profile: number) =>
        form.agents.every((agent, place) => {
          const others = ownKey(profile, agent, false);
          return rows.every(
            (_, other) =>
              ownKey(other, agent, false) !== others ||
              form.payoffs[place]![other]! <= form.payoffs[place]![profile]! + near,
          );
        });
      if (form.profiles <= 64) {
        expect(rows.flatMap((_, profile) => (stable(profile) ? [profile] : []))).toEqual(found);
      }
      const values = pureNashEquilibria(model).map(({ utilities }) => JSON.stringify(rounded(utilities)));
      for (const { utilities } of subgamePerfectEquilibria(model)) {
        expect(values).toContain(JSON.stringify(rounded(utilities)));
        perfect++;
      }
    }
    expect(perfect).toBeGreaterThan(0);
  });
});

const rounded = (utilities: Readonly<Record<string, number>>) =>
  Object.values(utilities).map((value) => Number(value.toFixed(6)) + 0);

test("expected utility of a diagram of 12 nodes with domains of 3 takes less than 50 ms", () => {
  const times = Array.from({ length: 20 }, (_, index) => {
    const rng = Rng.fromSeed("speed").fork(String(index));
    const diagram = randomDiagram(rng, {
      nodes: 12,
      decisions: 2,
      utilities: 2,
      density: 0.5,
      maxParents: 4,
    });
    const model = randomModel(rng, diagram, { domainSize: 3 });
    const policy = uniformPolicy(model);
    const best = Array.from({ length: 5 }, () => {
      const begun = performance.now();
      expectedUtility(model, policy);
      return performance.now() - begun;
    });
    return Math.min(...best.slice(1));
  });
  const sorted = times.toSorted((a, b) => a - b);
  printFigures(
    "expected-utility-speed",
    "Expected utility of 20 random diagrams of 12 nodes with domains of 3, ms",
    [{ median: sorted[10]!, largest: sorted.at(-1)! }],
  );
  expect(sorted.at(-1)).toBeLessThan(50);
});
