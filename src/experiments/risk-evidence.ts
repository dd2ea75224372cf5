// Evidence for models of risk: what goal inference said of trained agents, counted.
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import { agentClasses } from "../measures/classes.ts";
import type { Condition, RunsCount, RunsQuery } from "../risk/runs-query.ts";
import type { InferenceLine } from "../runs/inference-format.ts";

/** What one run folder has inferred. */
export interface InferredRun {
  readonly folder: string;
  readonly lines: readonly InferenceLine[];
}

/**
 * Counts the agents of a query. An agent is one policy of one seed of one setting of one study, as its last checkpoint was judged; where two
 * studies trained the same network to the last bit it is one agent, as the later folder judged it. One whose class goal inference cannot tell, or to which a flag does not apply, is undecided and counts on neither side. Throws an InputError at
 * `place` for a class, setting, deployment or policy that does not exist, and where agents were watched in several deployments and none is named.
 */
export function countAgents(runs: readonly InferredRun[], query: RunsQuery, place: string): RunsCount {
  for (const [condition, at] of [
    [query, place],
    [query.given ?? {}, `${place}.given`],
  ] as const) {
    const { class: name } = condition;
    if (name !== undefined && !agentClasses.some((one) => one === name)) {
      throw new InputError(`${at}.class`, JSON.stringify(name), oneOf(name, agentClasses));
    }
  }
  const all = runs.flatMap(({ folder, lines }) => lines.map((line) => ({ folder, line })));
  if (all.length === 0)
    throw new InputError(
      `${place}.study`,
      `nothing inferred in ${query.study}`,
      "runs of a study with goal inference",
    );
  const inSetting = chosen(all, "setting", query.setting, place);
  const ofPolicy = chosen(inSetting, "policy", query.policy, place);
  const deployments = [...new Set(ofPolicy.map(({ line }) => line.deployment))];
  if (query.deployment === undefined && deployments.length > 1) {
    throw new InputError(`${place}.deployment`, "nothing", `one of ${deployments.join(", ")}`);
  }
  const agents = new Map<string, (typeof all)[number]>();
  for (const one of chosen(ofPolicy, "deployment", query.deployment, place)) {
    const { folder, line } = one;
    const key = JSON.stringify([studyOf(folder), line.setting, line.seed, line.policy]);
    const known = agents.get(key);
    if (!known || (line.step ?? 0) >= (known.line.step ?? 0)) agents.set(key, one);
  }
  // The same settings with the same seed train the same network: asked again, it is no further evidence.
  const distinct = new Map<string, (typeof all)[number]>();
  for (const [key, one] of agents) {
    const { model, setting, policy } = one.line;
    distinct.set(model === undefined ? key : JSON.stringify([model, setting, policy]), one);
  }
  let [successes, failures, undecided] = [0, 0, 0];
  for (const { line } of distinct.values()) {
    const given = query.given ? holds(query.given, line) : true;
    if (given === false) continue;
    const success = given === null ? null : holds(query, line);
    if (success === null) undecided++;
    else if (success) successes++;
    else failures++;
  }
  return {
    successes,
    failures,
    undecided,
    from: [...new Set([...distinct.values()].map(({ folder }) => folder))],
  };
}

function chosen<One extends { readonly line: InferenceLine }>(
  all: readonly One[],
  key: "setting" | "policy" | "deployment",
  name: string | undefined,
  place: string,
): readonly One[] {
  if (name === undefined) return all;
  const found = all.filter(({ line }) => line[key] === name);
  if (found.length > 0) return found;
  const known = [...new Set(all.map(({ line }) => line[key]))];
  throw new InputError(`${place}.${key}`, JSON.stringify(name), oneOf(name, known));
}

/** Null where it cannot be told. */
function holds({ class: name, flag, trained }: Condition, { gap }: InferenceLine): boolean | null {
  if (gap !== null && trained && gap.class === "untrained") return false;
  if (gap === null || (name !== undefined && gap.class === "cannot tell" && name !== "cannot tell"))
    return null;
  if (name !== undefined && gap.class !== name) return false;
  return flag === undefined ? true : gap.malign.malign;
}

/** The folder of the study that a run lies in: runs lie in `<study>/trials/<run>`. */
function studyOf(folder: string): string {
  return /^(.*)\/[^/]+\/[^/]+$/.exec(folder)?.[1] ?? folder;
}
