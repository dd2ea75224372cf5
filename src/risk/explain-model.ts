// A model as a tree from its outcome down: what each quantity is, what is believed of it, and where that comes from.
import type { CompiledModel } from "./compile-model.ts";
import { type Formula, namesIn } from "./formula.ts";
import { formulasOf } from "./formulas-of.ts";
import type { Definition, MixturePart } from "./model.ts";
import { printFormula } from "./print-formula.ts";
import type { Range } from "./range.ts";
import type { Condition, RunsCount, RunsQuery } from "./runs-query.ts";

/** One quantity of the tree. */
export interface ExplainedQuantity {
  readonly name: string;
  readonly kind: Definition["kind"];
  /** Its formula or distribution, as one would write it. */
  readonly text: string;
  readonly title: string | null;
  readonly unit: string | null;
  readonly source: string | null;
  readonly note: string | null;
  /** A range that it cannot leave; null ends are infinite. */
  readonly range: readonly [low: number | null, high: number | null];
  /** What is believed of a quantity with a distribution of its own; null for all others. */
  readonly belief: {
    readonly mean: number;
    readonly sd: number;
    readonly p5: number;
    readonly p50: number;
    readonly p95: number;
  } | null;
  readonly causes: readonly { readonly cause: string; readonly loading: number }[];
  /** The agents that were counted, for a query on runs. */
  readonly count: RunsCount | null;
  /** True where it was explained further up, and its uses are left out. */
  readonly again: boolean;
  readonly uses: readonly ExplainedQuantity[];
}

/** The tree below `root`, the outcome by default. Quantities that are used several times are told once. */
export function explainModel(
  compiled: CompiledModel,
  root: string = compiled.program.outcome,
): ExplainedQuantity {
  const { model, distributions, counts, ranges } = compiled;
  const byName = new Map(model.quantities.map((quantity) => [quantity.name, quantity]));
  const told = new Set<string>();
  const explain = (name: string): ExplainedQuantity => {
    const { definition, title, unit, source, note } = byName.get(name)!;
    const again = told.has(name);
    told.add(name);
    const distribution = distributions.get(name);
    const [low, high] = ranges.get(name)!;
    const uses = [
      ...new Set(formulasOf(definition).flatMap((formula) => namesIn(formula).map((one) => one.name))),
    ];
    return {
      name,
      kind: definition.kind,
      text:
        definition.kind === "runs"
          ? `${queryText(definition.query)}: ${distribution!.text}`
          : definitionText(definition),
      title: title ?? null,
      unit: unit ?? null,
      source: source ?? null,
      note: note ?? null,
      range: finiteEnds([low, high]),
      belief: distribution
        ? {
            mean: distribution.mean,
            sd: distribution.deviation,
            p5: distribution.quantile(0.05),
            p50: distribution.quantile(0.5),
            p95: distribution.quantile(0.95),
          }
        : null,
      causes: model.causes.flatMap(({ name: cause, loadings }) => {
        const loading = loadings.get(name) ?? 0;
        return loading === 0 ? [] : [{ cause, loading }];
      }),
      count: counts.get(name) ?? null,
      again: again && uses.length > 0,
      uses: again ? [] : uses.map(explain),
    };
  };
  return explain(root);
}

function finiteEnds([low, high]: Range): readonly [number | null, number | null] {
  return [Number.isFinite(low) ? low : null, Number.isFinite(high) ? high : null];
}

function definitionText(definition: Exclude<Definition, { kind: "runs" }>): string {
  switch (definition.kind) {
    case "formula":
      return printFormula(definition.formula);
    case "distribution":
    case "conditional":
      return definition.distribution.text;
    case "interval":
      return `anywhere from ${definition.low} to ${definition.high}`;
    case "mixture":
      return definition.of
        .map((part, index) => `${definition.weights[index]!} of ${partText(part)}`)
        .join(", ");
    case "events": {
      const all = definition.of.map((one: Formula) => printFormula(one)).join(", ");
      return `${definition.operator === "and" ? "all" : "any"} of ${all} (${definition.dependence})`;
    }
  }
}

function partText(part: MixturePart): string {
  return part.kind === "formula" ? printFormula(part.formula) : part.distribution.text;
}

/** "share of goal misgeneralising agents in runs/*". */
export function queryText(query: RunsQuery): string {
  const words = ({ class: name, flag, trained }: Condition) =>
    [trained && "trained", flag, name].filter((word) => word !== undefined).join(" ");
  const among = query.given ? ` among ${words(query.given)} ones` : "";
  const where = [
    query.setting && `setting ${query.setting}`,
    query.deployment && `deployment ${query.deployment}`,
  ];
  return [`share of ${words(query)} agents${among} in ${query.study}`, ...where.filter(Boolean)].join(", ");
}
