// Random numbers for a diagram: tables from flat to deterministic.
import type { Rng } from "../../base/rng.ts";
import type { InfluenceDiagram } from "../diagram.ts";
import { tableSize } from "./factor.ts";
import { type InfluenceModel, sizesOf } from "./model.ts";

export interface RandomModelOptions {
  /** Values of each chance node and options of each decision. */
  readonly domainSize?: number;
  /**
   * Concentration of the Dirichlet distribution that each row of a table is drawn from: large is flat, 1 uniform over all rows, small
   * nearly deterministic, 0 exactly deterministic.
   */
  readonly concentration?: number;
  /** What each entry of a utility is drawn from: "normal", or "sign", -1 or 1. */
  readonly utilities?: "normal" | "sign";
}

/** A model on the diagram. Values are 0, 1, ...; the same stream gives the same model. */
export function randomModel(
  rng: Rng,
  diagram: InfluenceDiagram,
  options: RandomModelOptions = {},
): InfluenceModel {
  const { domainSize = 2, concentration = 1, utilities = "normal" } = options;
  const domain = Array.from({ length: domainSize }, (_, value) => value);
  const domains = diagram.nodes.map(({ kind }) => (kind === "utility" ? [] : domain));
  const sizes = sizesOf(domains);
  const tables = diagram.nodes.map(({ kind }, node) => {
    if (kind === "decision") return null;
    const rows = tableSize(diagram.graph.parents[node]!, sizes);
    if (kind === "chance") return randomRows(rng, rows, domainSize, concentration);
    return Float64Array.from({ length: rows }, () =>
      utilities === "sign" ? 1 - 2 * rng.below(2) : rng.normal(),
    );
  });
  return { diagram, domains, sizes, tables, functions: diagram.nodes.map(() => null) };
}

function randomRows(rng: Rng, rows: number, width: number, concentration: number): Float64Array {
  const table = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const values = table.subarray(row * width, (row + 1) * width);
    if (concentration === 0) values[rng.below(width)] = 1;
    else dirichlet(rng, values, concentration);
  }
  return table;
}

/** Writes a draw from the symmetric Dirichlet distribution: gamma variates by their logarithms, so that tiny ones do not all become 0. */
function dirichlet(rng: Rng, values: Float64Array, concentration: number): void {
  for (let index = 0; index < values.length; index++) values[index] = logGamma(rng, concentration);
  const most = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  let sum = 0;
  for (let index = 0; index < values.length; index++) {
    values[index] = Math.exp(values[index]! - most);
    sum += values[index]!;
  }
  for (let index = 0; index < values.length; index++) values[index]! /= sum;
}

/** Logarithm of a gamma variate (Marsaglia and Tsang 2000); shapes below 1 by a uniform power. */
function logGamma(rng: Rng, shape: number): number {
  if (shape < 1) return logGamma(rng, shape + 1) + Math.log(1 - rng.unit()) / shape;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = rng.normal();
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    if (Math.log(1 - rng.unit()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return Math.log(d * v);
  }
}
