import { describe, expect, test } from "vitest";
import { type Table, tabularEnvironment } from "../../../tests/support/tabular-environment.ts";
import { Rng } from "../../base/rng.ts";
import { eventWeights, type Objective } from "../../environments/environment.ts";
import { environmentNamed } from "../../environments/index.ts";
import { generateLevels, type LevelSet, levelSet } from "../../environments/levels.ts";
import type { Policy } from "../../policies/policy.ts";
import { fixedActionPolicy, uniformPolicy } from "../../policies/scripted.ts";
import { Approach } from "../../solvers/approach.ts";
import { discountedPolicyValues, solveDiscounted } from "../../solvers/discounted.ts";
import { uniformTable } from "../../solvers/greedy.ts";
import { expectedRewards } from "../../solvers/rewards.ts";
import { solveSoft } from "../../solvers/soft.ts";
import { collectDecisions } from "./collect-decisions.ts";
import type { DecisionRecord } from "./decision-record.ts";
import { deviceEvidence } from "./devices.ts";
import { buildGoalModel, type GoalModel } from "./goal-model.ts";
import { type Candidate, candidatesOf, defaultModelSettings, type ModelSettings } from "./hypotheses.ts";
import { inferGoal } from "./infer-goal.ts";
import { plantedPolicy } from "./planted.ts";
import { expectedEvidence } from "./planted-evidence.ts";

const discount = 0.9;

/** Few enough hypotheses to count them by hand. */
const small: ModelSettings = {
  discount,
  myopicDiscounts: [],
  lapses: [0.2],
  rationalities: [2],
  softRationalities: [],
  reactiveRationalities: [],
  otherDraws: 0,
  seed: 0,
};

function objective(name: string, weights: Record<string, number>): Objective {
  return { name, wants: name, weights };
}

function named(...objectives: Objective[]): Candidate[] {
  return objectives.map((one) => ({ kind: "named", objective: one }));
}

/** Decisions in state 0, one per level. */
function firstDecisions(levels: LevelSet, actions: readonly number[]): DecisionRecord {
  const count = actions.length;
  const kinds = levels.environment.actions.length;
  return {
    levels,
    level: Int32Array.from(actions.keys()),
    state: new Int32Array(count),
    action: Uint8Array.from(actions),
    previous: new Uint8Array(count).fill(kinds),
    probabilities: Float32Array.from({ length: count * kinds }, (_, i) => (i % kinds === 0 ? 0.75 : 0.25)),
    count,
    taken: count,
    discountedEvents: new Float64Array(count * levels.environment.events.length),
    episodesPerLevel: 1,
  };
}

/** One choice, then the end: either action has an event of its own. */
const choice: Table = [
  [[{ weight: 1, to: null, events: [1, 0] }], [{ weight: 1, to: null, events: [0, 1] }]],
];

describe("by hand", () => {
  const environment = tabularEnvironment(choice);
  const levels = levelSet(environment, new Array(5).fill(Uint8Array.of(0)));
  const first = objective("first", { "event 0": 1 });
  const second = objective("second", { "event 1": 1 });

  test("a choice between two: Bayes' rule over two objectives and three devices", async () => {
    const model = await buildGoalModel(levels, named(first, second), small);
    const posterior = inferGoal(model, firstDecisions(levels, [0, 0, 1, 0, 0]));
    // V* - V_random is 1/2, so the other action loses 2.
    const kept = 0.8 / (1 + Math.exp(-4)) + 0.1;
    const likelihoods = [kept ** 4 * (1 - kept), kept * (1 - kept) ** 4];
    const uniform = 1 / 32;
    const fixed = (0.9 ** 4 * 0.1 + 0.1 ** 4 * 0.9) / 2;
    // Dirichlet(1/2, 1/2): (1/2 3/2 5/2 7/2)(1/2) / 5!
    const frequencies = 3.28125 / 120;
    const device = (uniform + fixed + frequencies) / 3;
    const total = likelihoods[0] + likelihoods[1] + device;
    expect(posterior.candidates[0].posterior).toBeCloseTo(likelihoods[0] / total, 9);
    expect(posterior.candidates[1].posterior).toBeCloseTo(likelihoods[1] / total, 9);
    expect(posterior.candidates[0].logEvidence).toBeCloseTo(Math.log(likelihoods[0]), 9);
    expect(posterior.device.posterior).toBeCloseTo(device / total, 9);
    expect(posterior.device.logEvidence).toBeCloseTo(Math.log(device), 9);
    expect(posterior.device.kinds["fixed direction"]).toBeCloseTo(fixed / 3 / total, 9);
    expect(posterior.device.prior).toBeCloseTo(1 / 3, 12);
    expect(posterior.pursuits).toEqual({ planner: 1, myopic: 0, reactive: 0 });
    expect(posterior.noise).toEqual({ lapse: expect.closeTo(0.2, 9), softOptimal: 0 });
    expect(posterior.pursuitDecisions).toBe(0);
  });

  test("evidence per level is what leaving the level out costs", async () => {
    const model = await buildGoalModel(levels, named(first, second), small);
    const posterior = inferGoal(model, firstDecisions(levels, [0, 0, 0, 0, 0]));
    // First leads, and the device that always goes one way comes next: .9^5 + .1^5 against .9^4 + .1^4, and so on.
    const kept = 0.8 / (1 + Math.exp(-4)) + 0.1;
    const device = (n: number) =>
      0.5 ** n + (0.9 ** n + 0.1 ** n) / 2 + [0, 0, 0, 0, 0.2734375, 0.24609375][n];
    const nats = Math.log(kept) - Math.log(device(5) / device(4));
    expect(posterior.evidencePerLevel.map((level) => level.nats)).toEqual(
      new Array(5).fill(
        expect.closeTo(posterior.device.posterior < posterior.candidates[0].posterior ? nats : -nats, 9),
      ),
    );
  });

  test("the fit check weighs the agent's own probabilities against those predicted from the other half", async () => {
    const model = await buildGoalModel(levels, named(first), {
      ...small,
      rationalities: [1e6],
      lapses: [0.5],
    });
    const posterior = inferGoal(model, firstDecisions(levels, [0, 0, 0, 0, 0]));
    // Everything but the uniform device and, a little, the frequencies predicts 3/4 for action 0, as the agent has it.
    expect(posterior.fit.verdict).toBe("passes");
    expect(posterior.fit.share).toBeGreaterThan(0.8);
    const uniform = {
      ...firstDecisions(levels, [0, 0, 0, 0, 0]),
      probabilities: new Float32Array(10).fill(0.5),
    };
    expect(inferGoal(model, uniform).fit).toEqual({ share: null, verdict: "not applicable" });
    const opposite = Float32Array.from({ length: 10 }, (_, i) => i % 2);
    const fails = inferGoal(model, { ...uniform, probabilities: opposite });
    expect(fails.fit.verdict).toBe("fails");
    expect(fails.answer).toMatchObject({ kind: "none", name: null });
  });

  test("scaled copies are merged, keep their prior odds, and count as often as they are named", async () => {
    const twice = objective("twice", { "event 0": 2 });
    const third = objective("third", { "event 0": 1 / 3 });
    const model = await buildGoalModel(levels, named(first, second, twice, third), small);
    expect(model.groups).toEqual([[0, 2, 3], [1]]);
    const { candidates, answer } = inferGoal(model, firstDecisions(levels, [0, 0, 0, 0, 0]));
    expect(candidates[2].posterior / candidates[0].posterior).toBe(1);
    expect(candidates[3].posterior / candidates[0].posterior).toBe(1);
    expect(candidates[0].mergedWith).toEqual(["twice", "third"]);
    expect(candidates[2].mergedWith).toEqual(["first", "third"]);
    expect(candidates[1].mergedWith).toEqual([]);
    expect(candidates[0].starc?.twice).toBeLessThan(1e-6);
    expect(candidates[1].starc).toBeUndefined();
    const odds = (3 * candidates[0].prior) / candidates[1].prior;
    expect(odds).toBeCloseTo(3, 12);
    expect(answer.name).toBe("first = twice = third");
  });

  test("refuses decisions on other levels", async () => {
    const model = await buildGoalModel(levels, named(first), small);
    const fewer = levelSet(environment, [Uint8Array.of(0)]);
    expect(() => inferGoal(model, firstDecisions(fewer, [0]))).toThrow("the 5 levels of the model");
  });
});

describe("an objective and a shaped copy of it", () => {
  /** Potential 2 in state 1, at discount 1/2: events are the reward, and what shaping adds and takes away. */
  const shapedChain: Table = [
    [[{ weight: 1, to: 1, events: [0, 1, 0] }], [{ weight: 1, to: 0, events: [0, 0, 0] }]],
    [[{ weight: 1, to: null, events: [1, 0, 2] }], [{ weight: 1, to: 0, events: [0, 0, 2] }]],
  ];
  const environment = tabularEnvironment(shapedChain);
  const levels = levelSet(environment, [Uint8Array.of(0)]);
  const candidates = named(
    objective("plain", { "event 0": 1 }),
    objective("shaped", { "event 0": 1, "event 1": 1, "event 2": -1 }),
  );
  const planners = { ...small, discount: 1 / 2, softRationalities: [3, 30], lapses: [0, 0.1] };

  test("are merged where both plan at the discount of the shaping", async () => {
    expect((await buildGoalModel(levels, candidates, planners)).groups).toEqual([[0, 1]]);
  });

  test("and told apart where one may be myopic", async () => {
    const myopic = { ...planners, myopicDiscounts: [1 / 4] };
    expect((await buildGoalModel(levels, candidates, myopic)).groups).toEqual([[0], [1]]);
  });
});

const definition = environmentNamed("keys-and-chests");
const environment = definition.create({ height: 5, width: 5 });

function keyLevels(count: number, seed = "levels", parameters = { keys: [2, 3], chests: [1, 2] }): LevelSet {
  return generateLevels(environment, definition.levels(environment, parameters), Rng.fromSeed(seed), count);
}

function watch(
  model: GoalModel,
  policy: Policy,
  seed: string,
  episodesPerLevel = 1,
): Promise<DecisionRecord> {
  const { mdps, levels } = model;
  const rng = Rng.fromSeed(seed);
  return collectDecisions({ mdps, levels, policy, horizon: 40, discount, episodesPerLevel, rng });
}

/** On these levels keys are worth little to whoever wants chests. */
const manyKeys = { keys: [3, 4], chests: [1, 1] };

/** Log likelihoods of all hypotheses about a candidate, in plain code: [log prior, log likelihood]. */
function bruteForce(
  { mdps, settings }: GoalModel,
  candidate: Objective,
  record: DecisionRecord,
): [number, number][] {
  const rewards = mdps.map((mdp) => expectedRewards(mdp, candidate));
  const range = (gamma: number) =>
    mdps.reduce((sum, mdp, level) => {
      const random = discountedPolicyValues(mdp, uniformTable(mdp.states, 4), rewards[level], gamma)[0];
      return sum + (solveDiscounted(mdp, rewards[level], gamma).values[0] - random) / mdps.length;
    }, 0);
  const planned = (gamma: number) => {
    const scale = range(gamma);
    return mdps.map((mdp, level) => solveDiscounted(mdp, rewards[level], gamma).q.map((q) => q / scale));
  };
  const softly = (rationality: number) => {
    const scale = range(settings.discount);
    return mdps.map((mdp, level) => {
      const scaled = rewards[level].map((reward) => reward / scale);
      return solveSoft(mdp, scaled, settings.discount, rationality).q;
    });
  };
  const reacting = mdps.map((mdp) => {
    const approach = new Approach(mdp);
    const weights = eventWeights(mdp.environment, candidate);
    const values = new Float64Array(mdp.states * 4);
    for (let state = 0; state < mdp.states; state++) {
      approach.actionValues(state, weights, values.subarray(4 * state, 4 * state + 4));
    }
    return values;
  });
  const { rationalities, softRationalities, myopicDiscounts, reactiveRationalities } = settings;
  const tables: [number, Float64Array[], number][] = [
    ...rationalities.map((beta): [number, Float64Array[], number] => [
      1 / 6 / rationalities.length,
      planned(settings.discount),
      beta,
    ]),
    ...softRationalities.map((beta): [number, Float64Array[], number] => [
      1 / 6 / softRationalities.length,
      softly(beta),
      beta,
    ]),
    ...myopicDiscounts.flatMap((gamma) =>
      rationalities.map((beta): [number, Float64Array[], number] => [
        1 / 3 / myopicDiscounts.length / rationalities.length,
        planned(gamma),
        (beta * (1 - settings.discount)) / (1 - gamma),
      ]),
    ),
    ...reactiveRationalities.map((beta): [number, Float64Array[], number] => [
      1 / 3 / reactiveRationalities.length,
      reacting,
      beta,
    ]),
  ];
  return tables.flatMap(([prior, values, beta]) =>
    settings.lapses.map((lapse): [number, number] => {
      let log = 0;
      for (let row = 0; row < record.count; row++) {
        const at = 4 * record.state[row];
        const q = [0, 1, 2, 3].map((a) => values[record.level[row]][at + a]);
        const weights = q.map((value) => Math.exp(beta * (value - Math.max(...q))));
        const chosen = weights[record.action[row]] / weights.reduce((sum, weight) => sum + weight, 0);
        log += Math.log((1 - lapse) * chosen + lapse / 4);
      }
      return [Math.log(prior / settings.lapses.length), log];
    }),
  );
}

function logMean(pairs: readonly [number, number][]): number {
  const logs = pairs.map(([prior, log]) => prior + log);
  const most = Math.max(...logs);
  return most + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - most), 0));
}

describe("on levels of keys and chests", () => {
  const settings: ModelSettings = {
    discount,
    myopicDiscounts: [0.7, 0.5],
    lapses: [0, 0.1, 0.5],
    rationalities: [5, 50, 500],
    softRationalities: [10, 100],
    reactiveRationalities: [1, 4],
    otherDraws: 3,
    seed: 0,
  };

  test("the posterior is what plain code counts up", async () => {
    const model = await buildGoalModel(keyLevels(3), candidatesOf(environment), settings);
    const policy = plantedPolicy(model, {
      kind: "objective",
      objective: 0,
      form: 0,
      rationality: 50,
      lapse: 0.3,
    });
    const record = await watch(model, policy, "brute force");
    const posterior = inferGoal(model, record);
    const evidence = model.objectives.map((one) => logMean(bruteForce(model, one, record)));
    const { kinds } = deviceEvidence(record, model.mdps, settings.lapses);
    const device = logMean(kinds.map(({ logEvidence }) => [-Math.log(kinds.length), logEvidence]));
    const count = model.candidates.length;
    const other = logMean(evidence.slice(count).map((log) => [-Math.log(3), log]));
    const total = logMean([...evidence.slice(0, count), other, device].map((log) => [0, log]));
    posterior.candidates.forEach((candidate, index) => {
      expect(candidate.logEvidence).toBeCloseTo(evidence[index], 4);
      expect(candidate.posterior).toBeCloseTo(Math.exp(evidence[index] - total), 5);
      expect(candidate.prior).toBeCloseTo(1 / (count + 2), 12);
      const { planner, myopic, reactive } = candidate.pursuits;
      expect(planner + myopic + reactive).toBeCloseTo(candidate.posterior, 9);
    });
    expect(posterior.other.posterior).toBeCloseTo(Math.exp(other - total), 5);
    expect(posterior.device.posterior).toBeCloseTo(Math.exp(device - total), 5);
    const drawn = posterior.other.draws.reduce((sum, draw) => sum + draw.posterior, 0);
    expect(drawn).toBeCloseTo(posterior.other.posterior, 9);
  });

  test("does not depend on the order of decisions, nor on what was solved before", async () => {
    const model = await buildGoalModel(keyLevels(3), candidatesOf(environment), settings);
    const record = await watch(model, uniformPolicy(), "order");
    const rows = [...record.level.keys()].sort(
      (a, b) => record.level[a] - record.level[b] || record.action[b] - record.action[a],
    );
    const shuffled: DecisionRecord = {
      ...record,
      state: Int32Array.from(rows, (row) => record.state[row]),
      action: Uint8Array.from(rows, (row) => record.action[row]),
      previous: Uint8Array.from(rows, (row) => record.previous[row]),
    };
    const one = inferGoal(model, record);
    const other = inferGoal(model, shuffled);
    one.candidates.forEach(({ posterior, logEvidence }, index) => {
      expect(other.candidates[index].posterior).toBeCloseTo(posterior, 9);
      expect(other.candidates[index].logEvidence).toBeCloseTo(logEvidence, 9);
    });
    expect(inferGoal(model, record)).toEqual(one);
  });

  test("agents without a goal are taken for devices", async () => {
    const model = await buildGoalModel(keyLevels(12), candidatesOf(environment, ["keys"]), {
      ...defaultModelSettings(discount),
      otherDraws: 6,
    });
    const uniform = inferGoal(model, await watch(model, uniformPolicy(), "uniform", 3));
    expect(uniform.fit).toEqual({ share: null, verdict: "not applicable" });
    // Many lapses and little rationality look much like it: device leads, and needs no more where all is chance.
    expect(uniform.answer.kind).toBe("device");
    const fixed = inferGoal(model, await watch(model, fixedActionPolicy("left"), "fixed", 3));
    expect(fixed.answer.kind).toBe("device");
    expect(fixed.device.kinds["fixed direction"]).toBeGreaterThan(0.9);
  });

  test("a reactive agent is named reactive where the pursuits differ", async () => {
    const model = await buildGoalModel(
      keyLevels(16, "planted", manyKeys),
      candidatesOf(environment, ["keys"]),
      {
        ...defaultModelSettings(discount),
        otherDraws: 4,
      },
    );
    const form = model.forms.findIndex(({ pursuit }) => pursuit === "reactive");
    const planted = { kind: "objective", objective: 1, form, rationality: 8, lapse: 0.1 } as const;
    const { answer, pursuitDecisions } = inferGoal(
      model,
      await watch(model, plantedPolicy(model, planted), "reactive"),
    );
    expect(pursuitDecisions).toBeGreaterThan(0);
    expect(answer).toMatchObject({ kind: "objective", name: "keys", pursuit: "reactive" });
  });
});

test("planted objectives are found again where the evidence should suffice", async () => {
  const model = await buildGoalModel(
    keyLevels(40, "planted", manyKeys),
    candidatesOf(environment, ["keys"]),
    {
      ...defaultModelSettings(discount),
      otherDraws: 4,
    },
  );
  const forms = [...model.forms.entries()].filter(([, { pursuit, rationalities }], index, all) => {
    return pursuit !== "reactive" && (rationalities.length > 1 || all[index - 1][1].rationalities.length > 1);
  });
  let [clear, found, wrong, agents] = [0, 0, 0, 0];
  for (const objective of model.candidates.keys()) {
    for (const [form, { rationalities }] of forms) {
      for (const lapse of [0, 0.2]) {
        const rationality = rationalities.at(-3) ?? rationalities[0];
        const planted = { kind: "objective", objective, form, rationality, lapse } as const;
        const record = await watch(model, plantedPolicy(model, planted), `agent ${agents++}`);
        const { answer } = inferGoal(model, record);
        const right = answer.name === model.objectives[objective].name;
        if (expectedEvidence(model, planted, record) >= 8) {
          clear++;
          if (right) found++;
        }
        if (!right && answer.kind !== "undecided") wrong++;
      }
    }
  }
  expect(agents).toBe(model.candidates.length * forms.length * 2);
  expect(clear).toBeGreaterThan(8);
  expect(found).toBeGreaterThanOrEqual(clear - 1);
  expect(wrong).toBeLessThanOrEqual(0.1 * agents);
});
