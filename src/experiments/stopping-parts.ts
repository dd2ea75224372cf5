// The parts of the experiment on early stopping: the flow in closed form, the quoted scaling laws, and networks.
import { z } from "../base/schema.ts";
import {
  gradientFlow,
  type ProxyToy,
  proxyShare,
  toyProblem,
} from "../games/early-stopping/gradient-flow.ts";
import {
  allocationByAlgebra,
  costOfSize,
  costOfStopping,
  stoppingShare,
} from "../games/early-stopping/scaling-laws.ts";
import { type Finding, modelPart } from "./model-part.ts";
import { proxyCourse } from "./proxy-course.ts";

/** Shares above the converged error at which training stops, as everything here compares them. */
export const stoppingShares = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01] as const;

const toySchema = {
  correlation: z.number().min(-1).max(1).default(0.95),
  loudness: z.number().gt(0).max(100).default(2),
  irreducible: z.number().gt(0).max(100).default(0.25),
};

const flowParameters = z.strictObject({
  ...toySchema,
  /** Axes of the map. */
  correlations: z
    .array(z.number().min(0).max(1))
    .min(1)
    .max(20)
    .default([0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99]),
  loudnesses: z.array(z.number().gt(0).max(100)).min(1).max(20).default([0.5, 1, 2, 4, 8]),
  /** Learning rates of discrete steps. */
  rates: z.array(z.number().gt(0).max(10)).max(20).default([0.02, 0.1, 0.3]),
});

/** The toy solved: where the proxy is as training goes on, and where it stops. */
export const flowPart = modelPart({
  reads:
    "The gradient flow of the toy in closed form: proxy share over the share above the converged error, and over the toy's parameters.",
  parameters: flowParameters,
  async work(parameters) {
    const { correlation, loudness, irreducible, rates } = parameters;
    const toy = { correlation, loudness, irreducible };
    const flow = gradientFlow(toyProblem(toy));
    const fine = Array.from({ length: 41 }, (_, index) => 10 ** (-index / 20));
    const line = fine.map((above) => stopped("line", {}, toy, above));
    const stops = stoppingShares.map((above) => stopped("flow", {}, toy, above));
    const map = parameters.correlations.flatMap((correlation) =>
      parameters.loudnesses.map((loudness) =>
        stopped("map", { correlation, loudness }, { correlation, loudness, irreducible }, 0.1),
      ),
    );
    const descents = rates.flatMap((rate) =>
      stoppingShares.map((above) => {
        let steps = 0;
        // A rate beyond 2 over the larger eigenvalue never gets there.
        while (steps < 100_000 && flow.excess(flow.descended(steps, rate)) > above * irreducible) steps++;
        const share = steps < 100_000 ? proxyShare(flow.descended(steps, rate), loudness) : null;
        return { finding: "descent", conditions: { rate, above }, figures: { steps, share } };
      }),
    );
    return [...line, ...stops, ...map, ...descents, ...quoted()];
  },
});

const networkParameters = z.strictObject({
  ...toySchema,
  rows: z.int().min(4).max(16_384).default(512),
  width: z.int().min(1).max(512).default(32),
  learningRate: z.number().gt(0).max(1).default(0.02),
  /** Of the linear network that takes coarse steps. */
  coarseRate: z.number().gt(0).max(1).default(0.3),
  mostSteps: z.int().min(1).max(1_000_000).default(50_000),
});

/** The toy trained. */
export const networksPart = modelPart({
  reads:
    "The toy trained by gradient descent: a linear network, with small and with coarse steps, two that are not linear, and one with a copy without error.",
  parameters: networkParameters,
  async work(parameters, context) {
    const { correlation, loudness, irreducible, rows, width, learningRate, coarseRate, mostSteps } =
      parameters;
    const toy = { correlation, loudness, irreducible };
    const linear = { hidden: [], activation: "tanh", learningRate, toy } as const;
    const networks = [
      { network: "linear", ...linear },
      { network: "coarse steps", ...linear, learningRate: coarseRate },
      { network: "tanh", ...linear, hidden: [width] },
      { network: "relu", ...linear, hidden: [width], activation: "relu" },
      { network: "perfect copy", ...linear, toy: { ...toy, correlation: 1 } },
    ] as const;
    const findings: Finding[] = [];
    for (const [done, { network, ...given }] of networks.entries()) {
      const stops = await proxyCourse({
        ...given,
        rows,
        stops: stoppingShares,
        mostSteps,
        rng: context.rng.fork(network),
        runtime: context.runtime,
        pause: () => context.pause(done, networks.length, "networks"),
      });
      for (const above of stoppingShares) {
        const stop = stops.find((one) => one.above === above);
        // A network that is close enough before its first step wants nothing yet.
        const share = stop && stop.proxy + stop.goal !== 0 ? stop.proxy / (stop.proxy + stop.goal) : null;
        const figures = {
          share,
          steps: stop?.steps ?? null,
          proxy: stop?.proxy ?? null,
          goal: stop?.goal ?? null,
        };
        findings.push({ finding: "stop", conditions: { network, above }, figures });
      }
      await context.pause(done + 1, networks.length, "networks");
    }
    return findings;
  },
});

function stopped(finding: string, conditions: Finding["conditions"], toy: ProxyToy, above: number): Finding {
  const flow = gradientFlow(toyProblem(toy));
  const time = flow.timeAt(above);
  return {
    finding,
    conditions: { ...conditions, above },
    figures: { time, share: time === 0 ? null : proxyShare(flow.at(time), toy.loudness) },
  };
}

/** What Kaplan et al. publish, worked out again from their constants. */
function quoted(): Finding[] {
  const early = costOfStopping(0.1, 0.02);
  const rows: readonly (readonly [string, number])[] = [
    ["share above the converged loss at which training stops", stoppingShare()],
    ["parameters, stopped at 10 % over stopped at 2 %", early.parameters],
    ["steps", early.steps],
    ["compute", early.compute],
    ["compute of a model of 2.2 times the best size", costOfSize(2.2).compute],
    ["exponent of parameters over compute by algebra (measured: .73)", allocationByAlgebra().parameters],
  ];
  return rows.map(([quantity, value]) => ({
    finding: "kaplan",
    conditions: { quantity },
    figures: { value },
  }));
}
