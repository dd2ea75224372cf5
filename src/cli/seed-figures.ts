// Every figure that a study has seed by seed, by the name it is asked for: deployment:policy:kind:name.
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import type { FindingSummary, InferenceSummary, PolicySummary, StudySummary } from "../measures/summary.ts";

/** Deployment, policy, kind ("normalised", "value", "column", "posterior", "gap" or a measure) and name. */
export type FigurePath = readonly [deployment: string, policy: string, kind: string, name: string];

export interface SeedFigure {
  readonly path: FigurePath;
  readonly seeds: readonly number[];
  readonly perSeed: readonly number[];
}

/**
 * From the right, what a person left out is taken from `usual`: "chests" is "normalised:chests" of the usual policy in
 * the usual deployment. Throws an InputError for more than four parts.
 */
export function parseFigure(text: string, usual: FigurePath): FigurePath {
  const parts = text.split(":");
  if (parts.length > usual.length || parts.includes("")) {
    throw new InputError(
      "--figure",
      JSON.stringify(text),
      "NAME, KIND:NAME, POLICY:KIND:NAME or DEPLOYMENT:...",
    );
  }
  const [deployment, policy, kind, name] = [...usual.slice(0, usual.length - parts.length), ...parts];
  return [deployment!, policy!, kind!, name!];
}

/** What the runs of one setting have; figures computed without a seed are none of theirs. */
export function seedFigures(summary: StudySummary, setting: string): readonly SeedFigure[] {
  const deployments = summary.settings.find(({ name }) => name === setting)?.deployments ?? [];
  const played = deployments.flatMap((deployment) => [
    ...deployment.policies.flatMap((policy) => policyFigures(deployment.name, policy)),
    ...measuredFigures(deployment),
  ]);
  const found = (summary.findings ?? []).filter((one) => one.setting === setting);
  const inferred = (summary.inference ?? []).filter((one) => one.setting === setting && one.final);
  return [...played, ...inferred.flatMap(inferredFigures), ...found.flatMap(foundFigures)];
}

/** By stage, finding, conditions ("delay=0,length=5", or - without any) and name. */
function foundFigures({ stage, finding, conditions, seeds, figures }: FindingSummary): SeedFigure[] {
  const known = seeds.filter((seed) => seed !== null);
  if (known.length === 0) return [];
  const under = Object.entries(conditions).map(([name, value]) => `${name}=${value}`);
  return Object.entries(figures).map(([name, { perSeed }]) => ({
    path: [stage, finding, under.join(",") || "-", name],
    seeds: known,
    perSeed,
  }));
}

/** The figure of that path, or null. */
export function figureAt(figures: readonly SeedFigure[], path: FigurePath): SeedFigure | null {
  return figures.find((figure) => figure.path.every((part, index) => part === path[index])) ?? null;
}

/** Throws an InputError that names the first part of the path which no figure has, and what there is instead. */
export function refuseUnknown(figures: readonly SeedFigure[], path: FigurePath): void {
  const kinds = ["deployment", "policy", "kind of figure", "name"];
  let left = figures;
  for (const [index, part] of path.entries()) {
    const known = [...new Set(left.map((figure) => figure.path[index]!))];
    if (!known.includes(part)) {
      throw new InputError(`--figure ${path.join(":")}`, `${kinds[index]} ${part}`, oneOf(part, known));
    }
    left = left.filter((figure) => figure.path[index] === part);
  }
}

function policyFigures(
  deployment: string,
  { policy, seeds, normalised, values, columns }: PolicySummary,
): SeedFigure[] {
  const kinds = { normalised, value: values, column: columns };
  return Object.entries(kinds).flatMap(([kind, figures]) =>
    Object.entries(figures).flatMap(([name, { perSeed }]) =>
      withSeeds([deployment, policy, kind, name], seeds, perSeed),
    ),
  );
}

function measuredFigures({
  name: deployment,
  measurements,
}: StudySummary["settings"][number]["deployments"][number]) {
  const found = new Map<string, { path: FigurePath; seeds: (number | null)[]; perSeed: number[] }>();
  for (const { policy, measure, seed, figures } of measurements) {
    for (const [name, { mean }] of Object.entries(figures)) {
      const path: FigurePath = [deployment, policy, measure, name];
      const known = found.get(path.join(":")) ?? { path, seeds: [], perSeed: [] };
      found.set(path.join(":"), known);
      known.seeds.push(seed);
      known.perSeed.push(mean);
    }
  }
  return [...found.values()].flatMap(({ path, seeds, perSeed }) => withSeeds(path, seeds, perSeed));
}

function inferredFigures({ deployment, policy, seeds, candidates, other, device, gap }: InferenceSummary) {
  const beliefs = [...candidates, { name: "other", ...other }, { name: "device", ...device }];
  return [
    ...beliefs.flatMap(({ name, posterior }) =>
      withSeeds([deployment, policy, "posterior", name], seeds, posterior.perSeed),
    ),
    ...(gap === null ? [] : (["gap", "residual", "capability"] as const)).flatMap((name) =>
      withSeeds([deployment, policy, "gap", name], seeds, gap![name].perSeed),
    ),
  ];
}

function withSeeds(
  path: FigurePath,
  seeds: readonly (number | null)[],
  perSeed: readonly number[],
): SeedFigure[] {
  const numbers = seeds.filter((seed) => seed !== null);
  return numbers.length === perSeed.length ? [{ path, seeds: numbers, perSeed }] : [];
}
