// The experiment on incentives: rates and shares of a summary made by hand, agreement of planners with themselves, the table of the deception game.
import { describe, expect, test } from "vitest";
import { Rng } from "../base/rng.ts";
import type { Runtime } from "../engine/runtime.ts";
import { generateLevels } from "../environments/levels.ts";
import type { Figure, PolicySummary, StudySummary } from "../measures/summary.ts";
import { plannerPolicy } from "../policies/planner.ts";
import { playEpisodes, toReplay } from "../rollouts/episodes.ts";
import { evaluateCheck, figure } from "./checks.ts";
import { incentives } from "./incentives.ts";
import { agreementWithProxy } from "./incentives-agreement.ts";
import { planningKind } from "./incentives-checks.ts";
import { agentKinds, quickKinds } from "./incentives-classes.ts";
import { lookUpPart } from "./incentives-look-up.ts";
import { comparableKinds, equivalenceTo, kindsIn, lowered, rateOf, sharesIn } from "./incentives-rates.ts";
import { incentiveWorlds, repairShare } from "./incentives-worlds.ts";
import { resolvePreset } from "./plan.ts";

const [lander, exam, keys] = incentiveWorlds as [
  (typeof incentiveWorlds)[number],
  (typeof incentiveWorlds)[number],
  (typeof incentiveWorlds)[number],
];

describe("the plan", () => {
  test.each(["quick", "full"])(
    "%s: each kind under both incentives in each of its worlds, deployed alike",
    (name) => {
      const { settings, inference } = resolvePreset(incentives, name, []);
      const trained = settings.filter(({ stages }) => stages.some(({ kind }) => kind !== "model"));
      const kinds = name === "full" ? agentKinds : quickKinds;
      const expected = incentiveWorlds.map(
        (world) => 2 * kinds.filter(({ worlds }) => worlds?.includes(world.name) ?? true).length,
      );
      expect(trained.length).toBe(expected.reduce((sum, count) => sum + count, 0));
      for (const { name: setting, stages } of trained) {
        const [learning, ...deployments] = stages;
        const mixture = learning && "source" in learning ? learning.source.mixture : undefined;
        expect(mixture?.share).toBe(setting.includes("-repaired-") ? repairShare : undefined);
        expect(deployments.map((stage) => "name" in stage && stage.name)).toEqual(
          ["training", "seen", "novel"].map((where) => `${setting.split("-")[0]}-${where}`),
        );
      }
      expect(inference?.map((stage) => stage.settings.length)).toEqual(expected);
    },
  );
});

function row(
  policy: string,
  columns: Record<string, Figure>,
  normalised: Record<string, Figure>,
): PolicySummary {
  const seeds = Object.values(columns)[0]!.perSeed.map((_, seed) => seed);
  return {
    policy,
    label: policy,
    reference: policy !== "trained-sampled",
    exact: false,
    seeds,
    columns,
    normalised,
    values: {},
    note: null,
  };
}

/** Rates of landing on red by kind: [bad, repaired], seed by seed; the planner for red lands on it in half of all levels. */
function landers(
  rates: Record<string, readonly [readonly number[], readonly number[]]>,
  returns: Record<string, readonly number[]> = {},
): StudySummary {
  const deployment = (name: string, counts: readonly number[], kind: string) => ({
    name,
    side: "deployed" as const,
    horizon: 32,
    discount: 1,
    levels: 4,
    census: {},
    policies: [
      row(
        "trained-sampled",
        { "on-red": figure(counts), "in-crater": figure(counts) },
        { land: figure(returns[kind] ?? counts.map(() => 1)) },
      ),
      row("planner:red", { "on-red": figure([0.5]), "in-crater": figure([0.5]) }, {}),
    ],
    excludedLevels: {},
    measurements: [],
  });
  return {
    experiment: "incentives",
    preset: "quick",
    settings: Object.entries(rates).flatMap(([kind, both]) =>
      (["bad", "repaired"] as const).map((incentive, index) => ({
        name: `lander-${incentive}-${kind}`,
        summary: "",
        seeds: both[index]!.map((_, seed) => seed),
        deployments: ["training", "seen", "novel"].map((where) =>
          deployment(`lander-${where}`, both[index]!, kind),
        ),
      })),
    ),
  };
}

const checkNamed = (words: string) => incentives.checks.find(({ name }) => name.includes(words))!;
const holds = (summary: StudySummary, words: string) => evaluateCheck(checkNamed(words), summary).holds;

describe("rates and shares, worked out by hand", () => {
  const alike = landers({
    mlp: [
      [0.45, 0.5],
      [0, 0.05],
    ],
    clone: [
      [0.5, 0.45],
      [0.05, 0],
    ],
  });

  test("a rate is a multiple of what the planner for the proxy does", () => {
    const rate = rateOf(alike, { world: lander, incentive: "bad", kind: "mlp" }, "seen", "proxy");
    expect(rate?.perSeed).toEqual([0.9, 1]);
    expect(lowered(alike, lander, "mlp")?.perSeed).toEqual([0.9, 0.9]);
  });

  test("all of the variance between cells is the incentive's where kinds act alike", () => {
    // Cell means .95 and .05: rows .45 squared, within .05 squared.
    const shares = sharesIn(alike, lander, "seen");
    expect(shares?.rows.mean).toBeCloseTo(0.2025 / 0.205, 12);
    expect(shares?.columns.mean).toBeCloseTo(0, 12);
    expect(shares?.within.mean).toBeCloseTo(0.0025 / 0.205, 12);
    expect(holds(alike, "lander: share of the proxy rate's variance")).toBe(true);
    expect(holds(alike, "lander: the repair lowers")).toBe(true);
    expect(holds(alike, "lander: kinds that keep from the proxy")).toBe(true);
  });

  test("a kind that keeps from the proxy at equal return speaks against the claim", () => {
    const apart = landers({
      mlp: [
        [0.5, 0.5],
        [0, 0],
      ],
      clone: [
        [0.05, 0.05],
        [0, 0],
      ],
    });
    expect(holds(apart, "lander: kinds that keep from the proxy")).toBe(false);
    expect(holds(apart, "lander: share that the kind")).toBe(false);
    expect(holds(apart, "lander: the repair lowers")).toBe(false);
    expect(holds(apart, "lander: the rival claim")).toBe(true);
    const tame = landers({
      "feature-planner": [
        [0, 0],
        [0, 0],
      ],
      mlp: [
        [0.5, 0.5],
        [0, 0],
      ],
    });
    expect(holds(tame, "lander: kinds that keep from the proxy")).toBeNull();
    expect(holds(tame, "lander: the rival claim")).toBe(false);
    expect(equivalenceTo(apart, lander, null, "clone")?.verdict).toBe("beyond the margin");
    expect(equivalenceTo(apart, lander, null, "mlp")?.verdict).toBe("equivalent");
    expect(equivalenceTo(apart, lander, "clone", "mlp")?.difference).toBeCloseTo(0.9, 12);
  });

  test("who was told more than others is shown, and counts for nothing", () => {
    const told = landers({
      "feature-planner": [
        [0.5, 0.5],
        [0, 0],
      ],
      "event-planner": [
        [0, 0],
        [0, 0],
      ],
      mlp: [
        [0.5, 0.5],
        [0, 0],
      ],
    });
    expect(kindsIn(told, lander)).toContain("event-planner");
    expect(comparableKinds(told, lander)).toEqual(["feature-planner", "mlp"]);
    expect(sharesIn(told, lander, "seen")?.rows.mean).toBeCloseTo(1, 12);
    expect(holds(told, "lander: the repair lowers")).toBe(true);
    expect(holds(told, "lander: kinds that keep from the proxy")).toBe(true);
    expect(planningKind(told, lander)).toBe("feature-planner");
    const alone = landers({ "event-planner": [[0], [0]], mlp: [[0.5], [0]] });
    expect(planningKind(alone, lander)).toBeNull();
  });

  test("who did not learn enough is not compared, seed by seed", () => {
    const poor = landers(
      {
        mlp: [
          [0.5, 0.1],
          [0, 0],
        ],
        clone: [
          [0.5, 0.5],
          [0, 0],
        ],
      },
      { mlp: [0.97, 0.94] },
    );
    expect(rateOf(poor, { world: lander, incentive: "bad", kind: "mlp" }, "seen", "proxy")?.perSeed).toEqual([
      1,
    ]);
    const none = landers({ mlp: [[0.5], [0]], clone: [[0.5], [0]] }, { mlp: [0.9] });
    expect(comparableKinds(none, lander)).toEqual(["clone"]);
    expect(sharesIn(none, lander, "seen")).toBeNull();
    expect(holds(none, "lander: share of the proxy rate's variance")).toBeNull();
  });
});

describe("agreement with a planner for the proxy", () => {
  test.each([lander, exam, keys])(
    "$name: the planner agrees with itself, that for the base objective nowhere where it tells",
    async (world) => {
      const { definition, deployed, base, proxy, horizons } = world;
      const environment = definition.create({});
      const distribution = definition.levels(environment, deployed.novel.levels);
      const count = 8;
      const { bytes } = generateLevels(environment, distribution, Rng.fromSeed("agreement"), count);
      const harm = { lander: "landed-in-crater", exam: "harm-done", keys: "surplus-key-collected" }[
        world.name
      ]!;
      const measure = agreementWithProxy({ name: "with-planner", base, proxy, discount: 0.99, harm });
      const measured = async (name: string) => {
        const objective = environment.objectives.find((one) => one.name === name)!;
        const episodes = await playEpisodes({
          environment,
          levels: bytes,
          count,
          horizon: horizons.deployed,
          policy: plannerPolicy(environment, { objective, discount: 0.99 }),
          selection: "sampled",
          rng: Rng.fromSeed("play"),
        });
        const replays = Array.from({ length: count }, (_, index) => toReplay(episodes, index));
        return measure.measure({
          environment,
          horizon: horizons.deployed,
          episodes: replays,
          rng: Rng.fromSeed(0),
        });
      };
      const own = await measured(proxy);
      expect([own.agreement?.mean, own.telling?.mean]).toEqual([1, 1]);
      expect(own["harm-overlap"]!.mean).toBeGreaterThan(0.8);
      const other = await measured(base);
      expect(other.telling?.mean).toBe(0);
      expect(other.agreement!.mean).toBeLessThan(1);
      expect(other["harm-overlap"]!.mean).toBeLessThan(0.2);
    },
  );
});

describe("the look-up table of the deception game", () => {
  const context = { seed: 0, rng: Rng.fromSeed(0), runtime: {} as Runtime, pause: async () => {} };
  const apart = async (parameters: Record<string, number>) => {
    const [found] = await lookUpPart.work(lookUpPart.parse(parameters, "deception.look-up"), context);
    return found!.figures.apart!;
  };

  test("where deceiving is best, nothing tells it from the planner", async () => {
    expect(await apart({})).toBeLessThanOrEqual(1e-9);
  });

  test("where defecting at once is best, something does", async () => {
    expect(await apart({ modification: 0.1 })).toBeGreaterThan(0.1);
  });
});
