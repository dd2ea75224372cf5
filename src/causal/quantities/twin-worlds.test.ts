// Counterfactual quantities against a search through everything that chance can do: every node's answer to every configuration of its parents.
import { expect, test } from "vitest";
import { Rng } from "../../base/rng.ts";
import { nodesOfKind } from "../diagram.ts";
import type { InfluenceModel } from "../model/model.ts";
import { optimalPolicy } from "../model/optimal-policy.ts";
import { contextCount } from "../model/policy.ts";
import { randomModel } from "../model/random-model.ts";
import { randomDiagram } from "../random-diagram.ts";
import { instrumentalControl } from "./instrumental-control.ts";
import { valueOfResponding } from "./value-of-responding.ts";

const settings = Number(process.env.INNERGAP_SETTINGS ?? 60);

/** What chance does: by chance node and configuration of its parents, a value; and how likely that is. */
interface Chance {
  readonly answers: readonly (readonly number[])[];
  readonly probability: number;
}

function chances({ diagram, tables, sizes }: InfluenceModel): readonly Chance[] {
  let all: Chance[] = [{ answers: [], probability: 1 }];
  diagram.nodes.forEach(({ kind }, node) => {
    let own: Chance["answers"][number][] = [[]];
    const width = sizes[node]!;
    const rows = kind === "chance" ? tables[node]!.length / width : 0;
    for (let row = 0; row < rows; row++) {
      own = own.flatMap((answer) => Array.from({ length: width }, (_, value) => [...answer, value]));
    }
    all = all.flatMap(({ answers, probability }) =>
      own.flatMap((answer) => {
        const chance = answer.reduce(
          (product, value, row) => product * tables[node]![row * width + value]!,
          probability,
        );
        return chance > 0 ? [{ answers: [...answers, answer], probability: chance }] : [];
      }),
    );
  });
  return all;
}

const configurationOf = ({ diagram, sizes }: InfluenceModel, node: number, values: readonly number[]) =>
  diagram.graph.parents[node]!.reduce((place, parent) => place * sizes[parent]! + values[parent]!, 0);

/** Values of all nodes; utilities by their rows. */
function play(
  model: InfluenceModel,
  { answers }: Chance,
  rule: readonly number[],
  set: ReadonlyMap<number, number> = new Map(),
): readonly number[] {
  const values: number[] = [];
  for (const node of model.diagram.graph.order) {
    const row = configurationOf(model, node, values);
    const { kind } = model.diagram.nodes[node]!;
    const own = kind === "utility" ? row : kind === "decision" ? rule[row]! : answers[node]![row]!;
    values[node] = set.get(node) ?? own;
  }
  return values;
}

const utility = (model: InfluenceModel, values: readonly number[]) =>
  nodesOfKind(model.diagram, "utility").reduce((sum, node) => sum + model.tables[node]![values[node]!]!, 0);

function drawn(index: number): InfluenceModel {
  const rng = Rng.fromSeed("twin worlds").fork(String(index));
  const diagram = randomDiagram(rng, { nodes: rng.between(3, 5), density: 0.7, maxParents: 2 });
  return randomModel(rng, diagram, { concentration: [1, 0.2, 0][index % 3]! });
}

test("instrumental control is what setting a node as another option would have it changes", () => {
  let positive = 0;
  for (let index = 0; index < settings; index++) {
    const model = drawn(index);
    const [decision] = nodesOfKind(model.diagram, "decision") as [number];
    const { best } = optimalPolicy(model);
    const all = chances(model);
    const contexts = contextCount(model, decision);
    model.diagram.nodes.forEach((_, node) => {
      let size = 0;
      for (let context = 0; context < contexts; context++) {
        const ways = best[decision]![context]!.map((chosen) => {
          const rule = Array.from({ length: contexts }, () => chosen);
          let most = 0;
          for (let option = 0; option < model.sizes[decision]!; option++) {
            let [mass, difference] = [0, 0];
            for (const chance of all) {
              const here = play(model, chance, rule);
              if (configurationOf(model, decision, here) !== context) continue;
              const there = play(model, chance, rule, new Map([[decision, option]]));
              const changed = play(model, chance, rule, new Map([[node, there[node]!]]));
              mass += chance.probability;
              difference += chance.probability * (utility(model, changed) - utility(model, here));
            }
            if (mass > 0) most = Math.max(most, Math.abs(difference) / mass);
          }
          return most;
        });
        size = Math.max(size, Math.min(...ways));
      }
      expect(instrumentalControl(model, node, decision).size).toBeCloseTo(size, 8);
      if (size > 1e-9) positive++;
    });
  }
  expect(positive).toBeGreaterThan(settings / 2);
});

test("value of responding is what the best rule loses that no intervention changes", () => {
  let positive = 0;
  for (let index = 0; index < settings; index++) {
    const model = drawn(index);
    const [decision] = nodesOfKind(model.diagram, "decision") as [number];
    const all = chances(model);
    const contexts = contextCount(model, decision);
    const width = model.sizes[decision]!;
    const rules = Array.from({ length: width ** contexts }, (_, number) =>
      Array.from({ length: contexts }, (_, context) => Math.floor(number / width ** context) % width),
    );
    const worth = rules.map((rule) =>
      all.reduce((sum, chance) => sum + chance.probability * utility(model, play(model, chance, rule)), 0),
    );
    for (const node of nodesOfKind(model.diagram, "chance")) {
      const steady = rules.map((rule) =>
        all.every((chance) => {
          const choice = play(model, chance, rule)[decision];
          return model.domains[node]!.every(
            (_, value) => play(model, chance, rule, new Map([[node, value]]))[decision] === choice,
          );
        }),
      );
      const loss = Math.max(...worth) - Math.max(...worth.filter((_, rule) => steady[rule]));
      expect(valueOfResponding(model, node, decision)).toBeCloseTo(loss, 8);
      if (loss > 1e-9) positive++;
    }
  }
  expect(positive).toBeGreaterThan(settings / 20);
});
