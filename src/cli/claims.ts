// What `innergap assert` is asked to hold: `objective=chests 'p>=0.9'`, as values, and whether inferred lines bear it out.
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import { tInterval } from "../base/stats.ts";
import { agentClasses } from "../measures/classes.ts";
import type { AgentClass, InferenceLine, Pursuit } from "../runs/inference-format.ts";

export type Operator = ">=" | ">" | "<=" | "<";

/** What a figure is of: a probability of something, or a figure of the gap. */
export type Subject =
  | { readonly kind: "objective"; readonly name: string }
  | { readonly kind: "pursuit"; readonly name: Pursuit }
  | { readonly kind: "class"; readonly name: AgentClass }
  | { readonly kind: "malign"; readonly malign: boolean }
  | { readonly kind: "other" }
  | { readonly kind: "device" }
  | { readonly kind: "gap" | "residual" | "capability" };

export interface Claim {
  /** As it was written. */
  readonly text: string;
  readonly subject: Subject;
  readonly operator: Operator;
  readonly bound: number;
}

/** How one claim came out for the seeds of one kind of agent. */
export interface ClaimOutcome {
  readonly claim: string;
  readonly holds: boolean;
  /** Mean over the seeds; the figure itself for one. NaN where it is undefined. */
  readonly figure: number;
  /** What was compared: the lower or upper 95 % bound over seeds, for one seed the figure itself. */
  readonly compared: number;
  readonly perSeed: readonly number[];
  readonly seeds: readonly (number | null)[];
}

const figures = ["gap", "residual", "capability"] as const;
const pursuits: readonly Pursuit[] = ["planner", "myopic", "reactive"];
const bounded = /^\s*([a-z]+)\s*(>=|<=|>|<)\s*(\S+)\s*$/;
const named = /^\s*(objective|pursuit|class|malign)\s*=\s*(.*\S)\s*$/;

/** Splits words into claims, which come first, and runs. */
export function splitWords(words: readonly string[]): {
  readonly claims: readonly string[];
  readonly runs: readonly string[];
} {
  const isClaim = (word: string) =>
    bounded.test(word) || named.test(word) || word === "device" || word === "other";
  const first = words.findIndex((word) => !isClaim(word));
  const end = first < 0 ? words.length : first;
  return { claims: words.slice(0, end), runs: words.slice(end) };
}

/**
 * Reads claims: each names a probability ("objective=chests", "pursuit=planner", "class=robust", "malign=false", "device",
 * "other") and the p that follows it ("p>=0.9"), or a figure with its bound ("gap<=0.5"). A class or flag without p must
 * hold for every seed. Throws an InputError.
 */
export function parseClaims(words: readonly string[]): Claim[] {
  const claims: Claim[] = [];
  let open: { readonly text: string; readonly subject: Subject } | null = null;
  const close = () => {
    if (open === null) return;
    const { kind } = open.subject;
    if (kind !== "class" && kind !== "malign")
      throw new InputError("assert", `${open.text} without a probability`, `'p>=0.9' or the like after it`);
    claims.push({ ...open, operator: ">=", bound: 1 });
    open = null;
  };
  for (const word of words) {
    const bound = bounded.exec(word);
    if (bound?.[1] === "p") {
      if (open === null) throw new InputError("assert", word, "objective=NAME or the like before it");
      const { text, subject }: { text: string; subject: Subject } = open;
      claims.push({ text: `${text} ${word.trim()}`, subject, ...boundOf(word, bound) });
      open = null;
      continue;
    }
    close();
    if (bound)
      claims.push({ text: word.trim(), subject: figureNamed(word, bound[1]!), ...boundOf(word, bound) });
    else open = { text: word.trim(), subject: subjectOf(word) };
  }
  close();
  if (claims.length === 0)
    throw new InputError("assert", "nothing to hold", "such as objective=chests 'p>=0.9' before the runs");
  return claims;
}

function boundOf(word: string, match: RegExpExecArray): { operator: Operator; bound: number } {
  const bound = Number(match[3]);
  if (!Number.isFinite(bound)) throw new InputError(`assert ${word}`, JSON.stringify(match[3]), "a number");
  return { operator: match[2] as Operator, bound };
}

function figureNamed(word: string, name: string): Subject {
  const kind = figures.find((figure) => figure === name);
  if (kind) return { kind };
  throw new InputError(`assert ${word}`, JSON.stringify(name), oneOf(name, ["p", ...figures]));
}

function subjectOf(word: string): Subject {
  if (word === "device" || word === "other") return { kind: word };
  const [, kind = "", name = ""] = named.exec(word) ?? [];
  if (kind === "pursuit") return { kind, name: known(word, name, pursuits) };
  if (kind === "class") return { kind, name: known(word, name, agentClasses) };
  if (kind === "malign") return { kind, malign: known(word, name, ["true", "false"]) === "true" };
  if (kind === "objective") return { kind, name };
  throw new InputError("assert", JSON.stringify(word), "a claim such as objective=chests, or 'gap<=0.5'");
}

function known<Name extends string>(word: string, name: string, names: readonly Name[]): Name {
  const found = names.find((one) => one === name);
  if (found !== undefined) return found;
  throw new InputError(`assert ${word}`, JSON.stringify(name), oneOf(name, names));
}

/** Lines: the final ones of one kind of agent, one per seed. Throws an InputError for an objective that nobody weighed. */
export function judgeClaim(claim: Claim, lines: readonly InferenceLine[]): ClaimOutcome {
  const perSeed = lines.map((line) => figureOf(claim.subject, line));
  const { mean, low, high } = tInterval(perSeed);
  const atLeast = claim.operator === ">=" || claim.operator === ">";
  const bound = (atLeast ? low : high) ?? Number.NaN;
  const compared = perSeed.length === 1 ? mean : isProbability(claim.subject) ? within01(bound) : bound;
  return {
    claim: claim.text,
    holds: keeps(compared, claim.operator, claim.bound),
    figure: mean,
    compared,
    perSeed,
    seeds: lines.map(({ seed }) => seed),
  };
}

function isProbability({ kind }: Subject): boolean {
  return !figures.some((figure) => figure === kind);
}

/** Probabilities end at 0 and 1, t intervals do not know it. NaN stays. */
function within01(probability: number): number {
  return Math.min(1, Math.max(0, probability));
}

/** What is undefined holds nothing. */
function keeps(value: number, operator: Operator, bound: number): boolean {
  switch (operator) {
    case ">=":
      return value >= bound;
    case ">":
      return value > bound;
    case "<=":
      return value <= bound;
    case "<":
      return value < bound;
  }
}

function figureOf(subject: Subject, { posterior, gap }: InferenceLine): number {
  switch (subject.kind) {
    case "objective":
      return candidateOf(subject.name, posterior.candidates);
    case "pursuit":
      return posterior.pursuitDecisions > 0 ? posterior.pursuits[subject.name] : Number.NaN;
    case "class":
      return gap ? Number(gap.class === subject.name) : Number.NaN;
    case "malign":
      return gap && gap.malign.malign !== null ? Number(gap.malign.malign === subject.malign) : Number.NaN;
    case "other":
    case "device":
      return posterior[subject.kind].posterior;
    case "gap":
      return gap?.gap?.mean ?? Number.NaN;
    case "residual":
    case "capability":
      return gap?.[subject.kind] ?? Number.NaN;
  }
}

function candidateOf(name: string, candidates: InferenceLine["posterior"]["candidates"]): number {
  const found = candidates.find((candidate) => candidate.name === name);
  if (found) return found.posterior;
  throw new InputError(
    `assert objective=${name}`,
    JSON.stringify(name),
    oneOf(
      name,
      candidates.map((candidate) => candidate.name),
    ),
  );
}
