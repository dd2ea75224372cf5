import { describe, expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { enumerate } from "../environments/enumerate.ts";
import type { EnvironmentBatch } from "../environments/environment.ts";
import { environmentNamed } from "../environments/index.ts";
import { generateLevels, levelAt } from "../environments/levels.ts";
import { agentPolicy, parseAgent } from "./agents.ts";
import { observationTable } from "./observation-table.ts";
import { allocateDecisions, type Policy } from "./policy.ts";

const definition = environmentNamed("keys-and-chests");
const environment = definition.create({ height: 5, width: 5 });
const distribution = definition.levels(environment, { keys: [1, 2], chests: [1, 2] });
const levels = generateLevels(environment, distribution, Rng.fromSeed("observation table"), 4);
const learned = [0, 1].map((index) => environment.printLevel(levelAt(levels, index)).replaceAll("\n", "/"));
const table = agentPolicy(environment, parseAgent(`table:${learned.join(";")}:planner:chests`));
const planner = agentPolicy(environment, parseAgent("planner:chests"));
const actions = environment.actions.length;

async function said(policy: Policy, batch: EnvironmentBatch): Promise<number[]> {
  const out = allocateDecisions(batch.lanes, actions);
  await policy.decide(batch, new Float32Array(0), out);
  return [...out.probabilities];
}

/** A batch with a lane in each state of a level. */
function everywhere(level: Uint8Array): EnvironmentBatch {
  const mdp = enumerate(environment, level);
  const batch = environment.batch({ lanes: mdp.states, horizon: 10 });
  for (let state = 0; state < mdp.states; state++) {
    batch.reset(state, level, 0);
    batch.loadState(state, mdp.table.words, state * mdp.table.width);
  }
  return batch;
}

test.each([0, 1])(
  "on level %i, which it learned, it does in every state what the planner does",
  async (index) => {
    const batch = everywhere(levelAt(levels, index));
    expect(batch.lanes).toBeGreaterThan(10);
    expect(await said(table, batch)).toEqual(await said(planner, batch));
  },
);

test.each([2, 3])("on level %i, which it did not learn, it does anything", async (index) => {
  const batch = everywhere(levelAt(levels, index));
  expect(new Set(await said(table, batch))).toEqual(new Set([1 / actions]));
});

test("where states look alike, it does the mean of what was done there", async () => {
  // A window of three cells sees the same on all inner cells of a corridor; the planner goes left in one level, right in the other.
  const view = environmentNamed("keys-and-chests").create({ height: 3, width: 11, view: 3 });
  const texts = ["#c...k@...#", "#...@k...c#"].map((row) => `###########/${row}/###########`);
  const policy = agentPolicy(view, parseAgent(`table:${texts.join(";")}:fixed:left`));
  expect(policy.name).toContain("table:");
  const batch = view.batch({ lanes: 1, horizon: 10 });
  batch.reset(0, view.parseLevel("###########\n#ck....@..#\n###########"), 0);
  expect((await said(policy, batch))[1]).toBe(1);
  const mixed = observationTable(view, alternating(), {
    levels: texts.map((text) => view.parseLevel(text.replaceAll("/", "\n"))),
  });
  const [up, left] = await said(mixed, batch);
  expect(up! + left!).toBe(1);
  expect(Math.min(up!, left!)).toBeGreaterThan(0.2);
});

/** Up and left in turn, whatever there is to see. */
function alternating(): Policy {
  return {
    name: "alternating",
    memorySize: 0,
    decide(batch, _memory, out) {
      out.probabilities.fill(0);
      for (let lane = 0; lane < batch.lanes; lane++) out.probabilities[lane * actions + (lane & 1)] = 1;
    },
  };
}

describe("what cannot be learned by heart", () => {
  const refused = [
    ["an agent with a memory", `table:${learned[0]}:wall:left`, "an agent without a memory"],
    ["a level of another size", "table:###/#@#/###:random", "level: found 3 rows, expected 5"],
  ] as const;

  test.each(refused)("%s", (_, text, words) => {
    expect(() => agentPolicy(environment, parseAgent(text))).toThrow(InputError);
    expect(() => agentPolicy(environment, parseAgent(text))).toThrow(words);
  });

  test("a level with too many states, when it is first asked", async () => {
    const policy = agentPolicy(environment, parseAgent(`table:${learned[0]}:random`), { limit: 5 });
    await expect(said(policy, everywhere(levelAt(levels, 0)))).rejects.toThrow("more than 5 states");
  });
});
