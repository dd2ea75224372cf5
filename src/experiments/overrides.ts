// `--set path=value`: one setting of a plan replaced, or an error that says where, what was found, what was expected.
import { InputError } from "../base/errors.ts";
import type { Json } from "../base/hash.ts";
import { oneOf } from "../base/nearest.ts";
import { learnerNames } from "../learners/learner.ts";
import { type InferStage, isLearning, type SettingStage } from "./experiment.ts";

export interface Override {
  /**
   * `[setting.]train.<path>`, `[setting.]clone.<path>`, `[setting.]deploy.<path>` (every deployment),
   * `[setting.]<deployment>.<path>`, `[setting.]<model>.<parameter>` (the model stage of that name), `[setting.]infer.<path>` (every
   * inference stage); `ppo`, `dqn` and so on alone stand for `train.ppo`, and `network` for the network of whatever learns.
   */
  readonly path: string;
  readonly value: unknown;
}

type DeclaredStage = SettingStage | InferStage;

interface DeclaredSetting {
  readonly name: string;
  readonly stages: readonly DeclaredStage[];
}

type Node = Record<string, Json>;

/** Settings of a learner that a path may begin with. */
const shorthands = [...learnerNames, "network"];

/** Applies overrides in order to copies of the settings; `otherHeads` is what a path might also have begun with. */
export function applyOverrides<S extends DeclaredSetting>(
  settings: readonly S[],
  overrides: readonly Override[],
  otherHeads: readonly string[] = [],
): S[] {
  const copies = structuredClone(settings) as S[];
  for (const override of overrides) applyOverride(copies, override, otherHeads);
  return copies;
}

function applyOverride(
  settings: readonly DeclaredSetting[],
  { path, value }: Override,
  otherHeads: readonly string[],
): void {
  const segments = path.split(".");
  const named = settings.filter(({ name }) => name === segments[0]);
  if (named.length > 0) segments.shift();
  const candidates = (named.length > 0 ? named : settings).flatMap(({ stages }) => stages);
  const head = segments[0] ?? "";
  const stages = candidates.filter((stage) => isMeant(stage, head));
  if (stages.length === 0) {
    const names = settings.map(({ name }) => name);
    throw new InputError(
      `setting ${path}`,
      JSON.stringify(head),
      oneOf(head, [...names, ...heads(candidates), ...otherHeads]),
    );
  }
  const inside = shorthands.includes(head) ? segments : segments.slice(1);
  for (const stage of stages) {
    if (stage.kind === "model") replaceParameter(stage.parameters as Node, inside, value, path);
    else replace(stage as unknown as Node, inside, value, path);
  }
}

function isMeant(stage: DeclaredStage, head: string): boolean {
  if (isLearning(stage)) return head === stage.kind || (shorthands.includes(head) && head in stage);
  if (stage.kind === "infer") return head === "infer";
  if (stage.kind === "model") return head === stage.name;
  return head === "deploy" || head === stage.name;
}

function heads(stages: readonly DeclaredStage[]): string[] {
  const named = (kind: "deploy" | "model") =>
    stages.flatMap((stage) => (stage.kind === kind && "name" in stage ? [stage.name] : []));
  const has = (kind: DeclaredStage["kind"]) => stages.some((stage) => stage.kind === kind);
  return [
    ...(has("train") ? ["train"] : []),
    ...shorthands.filter((name) => stages.some((stage) => stage.kind === "train" && name in stage)),
    ...(has("clone") ? ["clone"] : []),
    ...(has("deploy") ? ["deploy", ...new Set(named("deploy"))] : []),
    ...new Set(named("model")),
    ...(has("infer") ? ["infer"] : []),
  ];
}

/** Settings that a stage may have and that say nothing where they are missing, with what they then stand for. */
const optionalSettings: Readonly<Record<string, Readonly<Record<string, Json>>>> = {
  train: { disjoint: false, "source.filters": [] },
  clone: { "source.filters": [] },
  deploy: { severities: [], "source.filters": [] },
};

/** Gives a missing optional setting a value, so that it can be replaced as others are. */
function provide(root: Node, segments: readonly string[]): void {
  const optional = optionalSettings[root.kind as string] ?? {};
  const name = segments.join(".");
  if (!Object.hasOwn(optional, name)) return;
  const node = (segments.length === 1 ? root : root[segments[0]!]) as Node;
  const last = segments.at(-1)!;
  if (!Object.hasOwn(node, last)) node[last] = optional[name]!;
}

function replace(root: Node, segments: readonly string[], value: unknown, path: string): void {
  provide(root, segments);
  // What a stage is and what it is called hold the plan together; inside it, `kind` and `name` are settings like others.
  replaceParameter(root, segments, value, path, ["kind", "name"]);
}

/** Replaces one value below `root`; names of `fixed` are none of its settings. */
function replaceParameter(
  root: Node,
  segments: readonly string[],
  value: unknown,
  path: string,
  fixed: readonly string[] = [],
): void {
  let node = root;
  const isFixed = (name: string) => node === root && fixed.includes(name);
  for (const segment of segments.slice(0, -1)) {
    const next = Object.hasOwn(node, segment) ? node[segment] : undefined;
    if (next === null || typeof next !== "object" || Array.isArray(next))
      throw unknownName(path, segment, node, isFixed);
    node = next as Node;
  }
  const last = segments.at(-1) ?? "";
  if (isFixed(last) || !Object.hasOwn(node, last)) {
    throw unknownName(path, last, node, isFixed);
  }
  if (!sameKind(node[last] as Json, value)) {
    throw new InputError(
      `setting ${path}`,
      describe(value),
      `${describe(node[last])} or another ${kindOf(node[last])}`,
    );
  }
  if (kindOf(value) === "object" && !(hasKind(node[last]) && hasKind(value))) {
    throw new InputError(
      `setting ${path}`,
      describe(value),
      hasKind(node[last]) ? 'an object with a "kind"' : "one of its settings, with its name in the path",
    );
  }
  node[last] = value as Json;
}

/** Whole objects are replaced where a kind says what is in them, as in a network; what reads them checks the rest. */
function hasKind(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.hasOwn(value, "kind");
}

function unknownName(
  path: string,
  segment: string,
  node: Node,
  isFixed: (name: string) => boolean,
): InputError {
  const known = Object.keys(node).filter((name) => !isFixed(name));
  return new InputError(`setting ${path}`, JSON.stringify(segment), oneOf(segment, known));
}

/** A null may become a number and back (`target_kl`); everything else keeps its kind. */
function sameKind(old: Json, value: unknown): boolean {
  const kinds = [kindOf(old), kindOf(value)];
  return kinds[0] === kinds[1] || (kinds.includes("null") && kinds.includes("number"));
}

function kindOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "list" : typeof value;
}

function describe(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
