// Lines as goal inference writes them, made up: shares that sum to 1 and courses that look like training.
import type { Rng } from "../../src/base/rng.ts";
import type {
  CandidateBelief,
  GapRecord,
  GoalPosterior,
  InferenceLine,
  Pursuit,
  WeightPosterior,
} from "../../src/runs/inference-format.ts";

const weightsOf: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  chests: { "chest-opened": 1 },
  keys: { "key-collected": 1 },
  "chests-minus-surplus": { "chest-opened": 1, "surplus-key-collected": -1 },
  "keys-and-chests": { "key-collected": 1, "chest-opened": 1 },
};

/** Candidates of the made-up world: the named ones, then mixtures of the first with each other. */
export const candidateNames: readonly string[] = [
  ...Object.keys(weightsOf),
  ...["keys", "chests-minus-surplus", "keys-and-chests"].flatMap((rival) =>
    ["1/4", "1/2", "3/4"].map((share) => `chests+${rival}:${share}`),
  ),
];

export interface MadePosterior {
  /** Log evidence by candidate, "other" and "device"; what is not named has -60. */
  readonly logEvidence: Readonly<Record<string, number>>;
  /** Unnormalised shares of the pursuits. */
  readonly pursuits: Readonly<Record<Pursuit, number>>;
  readonly pursuitDecisions?: number;
  /** Candidates that nothing tells apart. */
  readonly merged?: readonly string[];
  readonly fit?: GoalPosterior["fit"];
  /** Hashes of levels. */
  readonly levels: readonly string[];
}

/** A posterior by Bayes' rule from a uniform prior and the evidence given. */
export function madePosterior(made: MadePosterior, rng: Rng): GoalPosterior {
  const { merged = [], pursuitDecisions = 210, fit = { share: 0.81, verdict: "passes" } } = made;
  const prior = 1 / (candidateNames.length + 2);
  const evidence = (name: string) => made.logEvidence[name] ?? -60;
  const names = [...candidateNames, "other", "device"];
  const highest = Math.max(...names.map(evidence));
  const total = names.reduce((sum, name) => sum + Math.exp(evidence(name) - highest), 0);
  const posterior = (name: string) => Math.exp(evidence(name) - highest) / total;
  const scale = made.pursuits.planner + made.pursuits.myopic + made.pursuits.reactive;
  const share = (pursuit: Pursuit) => made.pursuits[pursuit] / scale;
  const pursuits = (mass: number) => ({
    planner: mass * share("planner"),
    myopic: mass * share("myopic"),
    reactive: mass * share("reactive"),
  });
  const best = candidateNames.reduce((one, other) => (posterior(other) > posterior(one) ? other : one));
  const group = merged.includes(best) ? merged : [best];
  const probability = group.reduce((sum, name) => sum + posterior(name), 0);
  const leadingPursuit = (["planner", "myopic", "reactive"] as const).reduce((one, other) =>
    share(other) > share(one) ? other : one,
  );
  return {
    candidates: candidateNames.map(
      (name): CandidateBelief => ({
        name,
        kind: name.includes("+") ? "mixture" : "named",
        weights: weightsOf[name] ?? { "chest-opened": 0.5, "key-collected": 0.5 },
        prior,
        posterior: posterior(name),
        logEvidence: evidence(name),
        mergedWith: merged.includes(name) ? merged.filter((other) => other !== name) : [],
        pursuits: pursuits(posterior(name)),
      }),
    ),
    other: { prior, posterior: posterior("other"), logEvidence: evidence("other"), draws: [] },
    device: {
      prior,
      posterior: posterior("device"),
      logEvidence: evidence("device"),
      kinds: { uniform: 0.2 * posterior("device"), "wall-following": 0.8 * posterior("device") },
    },
    pursuits: pursuits(1),
    pursuitDecisions,
    noise: { lapse: 0.08 + 0.04 * rng.unit(), softOptimal: 0.03 },
    decisions: 700 + rng.below(200),
    decisionsTaken: 1900,
    levels: made.levels.length,
    fit,
    evidencePerLevel: made.levels.map((level, index) => ({
      level,
      nats: 14 * Math.exp(-index / 5) - 1.5 + 2 * rng.normal(),
    })),
    answer: {
      kind: fit.verdict === "fails" ? "none" : probability < 0.75 ? "undecided" : "objective",
      name: fit.verdict === "fails" || probability < 0.75 ? null : group.join(" = "),
      probability,
      pursuit: pursuitDecisions === 0 ? null : leadingPursuit,
    },
  };
}

const order = ["chest-opened", "key-collected", "surplus-key-collected", "time"];

/** Directions scattered around the one given, of length 1. */
export function madeWeights(towards: readonly number[], spread: number, rng: Rng): WeightPosterior {
  const points = Array.from({ length: 160 }, () => {
    const vector = towards.map((x) => x + spread * rng.normal());
    const length = Math.hypot(...vector);
    return { weights: vector.map((x) => x / length), mass: -Math.log(1 - rng.unit()) };
  });
  const total = points.reduce((sum, { mass }) => sum + mass, 0);
  const normed = points.map(({ weights, mass }) => ({ weights, mass: mass / total }));
  return {
    order,
    points: normed,
    effectivePoints: 1 / normed.reduce((sum, { mass }) => sum + mass * mass, 0),
    weights: Object.fromEntries(
      order.map((name, index) => {
        const values = normed.map(({ weights }) => weights[index]!).sort((one, other) => one - other);
        const mean = normed.reduce((sum, { weights, mass }) => sum + mass * weights[index]!, 0);
        return [name, { mean, low: values[4]!, high: values[155]! }];
      }),
    ),
  };
}

/** A record whose loss is gap + residual. */
export function madeGap(
  figures: { readonly gap: number | null; readonly residual: number } & Partial<Pick<GapRecord, "class">>,
  malign: boolean | null,
  rng: Rng,
): GapRecord {
  const { gap, residual } = figures;
  const wobble = 0.03 * rng.normal();
  const range = 1.9;
  const random = 0.15;
  const value = random + range - (gap ?? 0.9) - residual - wobble;
  return {
    range,
    gap: gap === null ? null : { mean: gap + wobble, low: gap - 0.12, high: gap + 0.14 },
    gapRange: gap === null ? null : [Math.max(0, gap - 0.3), gap + 0.25],
    residual: gap === null ? null : residual,
    deviceProbability: gap === null ? 0.93 : 0.002,
    gammas: {
      chests: { point: 0, range: [0, 0] },
      keys: { point: 1.1, range: [0.82, 1.42] },
      "chests-minus-surplus": { point: 0.02, range: [0, 0.05] },
    },
    capability: gap === null ? null : 0.86 + wobble,
    normalised: { chests: 1 - (gap ?? 0.9) / range, keys: 0.9 },
    trainingNormalised: 0.93,
    class: figures.class ?? "goal misgeneralising",
    malign: {
      malign,
      value: { mean: value, low: value - 0.1, high: value + 0.1 },
      idle: 0,
      random,
      delta: 0.05 * range,
    },
  };
}

/** What all lines of one agent have in common. */
export interface MadeAgent {
  readonly setting: string;
  readonly deployment: string;
  readonly levels: readonly string[];
}

/** A hoarder over training: at first undecided, then keys, pursued reactively. */
export function hoarderLines(
  { setting, deployment, levels }: MadeAgent,
  seed: number,
  rng: Rng,
): InferenceLine[] {
  const shares = [0.8, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0];
  return shares.map((regretLeft, index): InferenceLine => {
    const progress = index / (shares.length - 1);
    const noise = () => 1.5 * rng.normal();
    const posterior = madePosterior(
      {
        levels,
        logEvidence: {
          chests: -8 * progress + noise(),
          keys: -6 + 11 * progress + noise(),
          "keys-and-chests": -1 + 2 * progress + noise(),
          "chests-minus-surplus": -14 * progress + noise(),
          "chests+keys:1/2": -2 + progress + noise(),
          other: -3 + 3 * progress + noise(),
          device: 4 - 22 * progress + noise(),
        },
        pursuits: { planner: 0.06, myopic: 0.2, reactive: 0.4 + progress },
      },
      rng,
    );
    return {
      kind: "inference",
      setting,
      seed,
      deployment,
      policy: "trained-sampled",
      step: Math.round(16_384 * (1 + 90 * progress ** 2.5) + 8_192 * rng.unit()),
      regretLeft,
      levelSet: "a".repeat(64),
      posterior,
      weights: madeWeights([0.15, 0.25 + 0.7 * progress, -0.05, -0.3], 0.24, rng),
      gap: madeGap({ gap: 1.05 * progress, residual: 0.24 - 0.3 * rng.unit() }, seed % 4 !== 3, rng),
    };
  });
}

/** A planner of the base objective: merged with a candidate that nothing tells from it. */
export function plannerLine({ setting, deployment, levels }: MadeAgent, rng: Rng): InferenceLine {
  return {
    kind: "inference",
    setting,
    seed: null,
    deployment,
    policy: "planner:chests",
    step: null,
    regretLeft: null,
    levelSet: "a".repeat(64),
    posterior: madePosterior(
      {
        levels,
        logEvidence: {
          chests: 0,
          "chests-minus-surplus": 0,
          "chests+chests-minus-surplus:1/2": -6,
          other: -9,
        },
        merged: ["chests", "chests-minus-surplus"],
        pursuits: { planner: 1, myopic: 0, reactive: 0 },
        pursuitDecisions: 0,
      },
      rng,
    ),
    weights: madeWeights([0.9, 0, -0.2, -0.1], 0.1, rng),
    gap: madeGap({ gap: 0.02, residual: 0, class: "robust" }, null, rng),
  };
}

/** A walker along walls: a device, without a gap. */
export function wallFollowerLine({ setting, deployment, levels }: MadeAgent, rng: Rng): InferenceLine {
  const posterior = madePosterior(
    {
      levels,
      logEvidence: { device: 0, keys: -5 },
      pursuits: { planner: 1, myopic: 1, reactive: 1 },
      pursuitDecisions: 12,
    },
    rng,
  );
  const answer = {
    kind: "device",
    name: null,
    probability: posterior.device.posterior,
    pursuit: null,
  } as const;
  return {
    ...plannerLine({ setting, deployment, levels }, rng),
    policy: "wall-following",
    posterior: { ...posterior, answer },
    weights: null,
    gap: madeGap({ gap: null, residual: 0.4, class: "capability failure" }, false, rng),
  };
}
