import { describe, expect, test } from "vitest";
import { printFigures } from "../../tests/support/figures.ts";
import { Rng } from "../base/rng.ts";
import { nodeRuntime } from "../engine/runtime-node.ts";
import { drawQuestions, questionWorld } from "../games/question-answerer/world.ts";
import type { Finding, ModelPart } from "./model-part.ts";
import { questionInputs, questionRows } from "./question-network.ts";
import { ramCell } from "./ram-cell.ts";
import { actingPart } from "./ram-cell-parts.ts";

const full = process.env.INNERGAP_FULL === "1";
const runtime = nodeRuntime({ threads: 1 });

function work(part: ModelPart, parameters: object, seed = 1): Promise<readonly Finding[]> {
  const context = { seed, rng: Rng.fromSeed(seed), runtime, pause: async () => {} };
  return part.work(part.parse({ ...parameters }, "part"), context);
}

describe("S10 (f): networks beside theory, width x contexts x samples", () => {
  const widths = full ? [4, 16, 64] : [8, 64];
  const samples = full ? [64, 256, 1024, 4096, 16_384] : [256, 8192];
  const contexts = full ? [64, 256, 1024, 4096, 16_384] : [64, 16_384];

  test("every cell of a network stands beside one of theory; ends agree, and random errors bring no label", async () => {
    const { theory, networks } = ramCell.parts as Record<"theory" | "networks", ModelPart>;
    const expected = (await work(theory, { samples, contexts })).filter(
      ({ finding }) => finding === "theory",
    );
    const found = await work(networks, { widths, samples, contexts, steps: full ? 3000 : 600 });
    const cells = found.filter(({ finding }) => finding === "network");
    expect(cells).toHaveLength(widths.length * samples.length * contexts.length);
    const rows = cells.map(({ conditions, figures, texts }) => {
      const { width, samples: n, contexts: m } = conditions as Record<string, number>;
      const beside = expected.find((one) => one.conditions.samples === n && one.conditions.contexts === m)!;
      const { truthOverProxy, labelOverTruth, missed, memorised } = figures as Record<string, number>;
      return {
        width: width!,
        contexts: m!,
        samples: n!,
        theory: beside.texts!.class!,
        network: texts!.class!,
        truthOverProxy: truthOverProxy!,
        labelOverTruth: labelOverTruth!,
        missed: missed!,
        memorised: memorised ?? "-",
      };
    });
    const last = rows.at(-1)!;
    expect(last).toMatchObject({ theory: "label", network: "label" });
    expect(last.labelOverTruth).toBeGreaterThan(0.9);
    expect(last.missed).toBeLessThan(0.05);
    const few = rows.filter((row) => row.contexts === 64);
    for (const row of few) expect([row.theory, row.network]).not.toContain("label");
    const control = found.find(({ finding }) => finding === "control")!;
    expect(control.figures.labelOverTruth).toBeLessThanOrEqual(0.07);
    expect(control.figures.truthOverProxy).toBeGreaterThan(0.9);
    if (full) printFigures("question-answerer-networks", "Networks beside theory", rows);
  }, 600_000);
});

test("a row of a network says all that is shown of a question, and nothing of its label", () => {
  const world = questionWorld({ errors: "random", errorRate: 0.5 }, Rng.fromSeed(1));
  const questions = drawQuestions(world, 200, Rng.fromSeed(2));
  const rows = questionRows(questions);
  for (let i = 0; i < questions.count; i++) {
    const row = Array.from(rows.subarray(i * questionInputs, (i + 1) * questionInputs));
    expect(row.slice(0, 16).reduce((sum, bit, place) => sum + (bit === 1 ? 2 ** place : 0), 0)).toBe(
      questions.features[i],
    );
    expect(row.slice(16, 20).indexOf(1)).toBe(questions.kind[i]);
    expect(row.slice(20, 30).indexOf(1)).toBe(questions.rater[i]);
    expect(row.slice(30)).toEqual([questions.night[i] === 1 ? 1 : -1, questions.flip[i] === 1 ? 1 : -1]);
    expect(row.filter((entry) => entry === 0)).toHaveLength(12);
  }
  const relabelled = {
    ...questions,
    label: questions.label.map((bit) => 1 - bit),
    truth: questions.truth.map((bit) => 1 - bit),
  };
  expect(questionRows(relabelled)).toEqual(rows);
});

test("equal seeds give equal findings of a part", async () => {
  const parameters = {
    samples: [16, 64],
    contexts: [10, 40],
    dataSets: 2,
    curveSamples: 20,
    curveDataSets: 5,
  };
  const { bayes } = ramCell.parts as Record<"bayes", ModelPart>;
  const once = await work(bayes, parameters);
  expect(await work(bayes, parameters)).toEqual(once);
  expect(await work(bayes, parameters, 2)).not.toEqual(once);
  const acted = await work(actingPart, {});
  const tampering = acted.filter(({ finding, figures }) => finding === "act" && figures.writes! > 0.5);
  expect(new Set(tampering.map(({ conditions }) => `${conditions.goal}, ${conditions.channel}`))).toEqual(
    new Set(["label, read after"]),
  );
});

test.each([
  ["bayes", { nodes: 4 }, /part\.nodes: found 4/],
  ["theory", { errorRate: 1 }, /part\.errorRate: found 1/],
  ["networks", { widths: [] }, /part\.widths/],
  ["lists", { contexts: [0] }, /part\.contexts\[0\]: found 0/],
  ["acting", { belief: -1 }, /part\.belief: found -1/],
])("%s refuses %j with its place", (part, parameters, message) => {
  expect(() => ramCell.parts![part]!.parse(parameters as never, "part")).toThrow(message);
});
