import { describe, expect, test } from "vitest";
import { printFigures } from "../../tests/support/figures.ts";
import { Rng } from "../base/rng.ts";
import { nodeRuntime } from "../engine/runtime-node.ts";
import {
  type FlowProblem,
  gradientFlow,
  loudProxy,
  proxyShare,
  toyProblem,
} from "../games/early-stopping/gradient-flow.ts";
import { drawRows, type ProxyCourseOptions, type ProxyStop, proxyCourse } from "./proxy-course.ts";

const full = process.env.INNERGAP_FULL === "1";
const stops = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01];
const shareOf = ({ proxy, goal }: ProxyStop) => proxy / (proxy + goal);

function options(seed: number, changed: Partial<ProxyCourseOptions> = {}): ProxyCourseOptions {
  return {
    toy: loudProxy,
    hidden: [],
    activation: "tanh",
    rows: 512,
    learningRate: 0.02,
    stops,
    mostSteps: 20_000,
    rng: Rng.fromSeed(seed).fork("proxy-course"),
    runtime: nodeRuntime({ threads: 1 }),
    ...changed,
  };
}

/** The problem that the rows of a seed pose, with their own covariance. */
function problemOf(seed: number, rows: number): FlowProblem {
  const { inputs } = drawRows(loudProxy, rows, Rng.fromSeed(seed).fork("proxy-course").fork("rows"));
  const sums = [0, 0, 0];
  for (let row = 0; row < inputs.length / 2; row++) {
    const [s, x] = [inputs[2 * row]!, inputs[2 * row + 1]!];
    sums[0]! += s * s;
    sums[1]! += s * x;
    sums[2]! += x * x;
  }
  const [proxy, both, goal] = sums.map((sum) => sum / (inputs.length / 2));
  return { ...toyProblem(loudProxy), covariance: [proxy!, both!, goal!] };
}

describe("a linear network", () => {
  test("goes through the weights of the closed form, step by step", async () => {
    for (const [seed, learningRate] of [
      [1, 0.02],
      [2, 0.2],
    ] as const) {
      const flow = gradientFlow(problemOf(seed, 512));
      for (const stop of await proxyCourse(options(seed, { learningRate }))) {
        const weights = flow.descended(stop.steps, learningRate);
        expect(Math.abs(stop.proxy - 2 * weights[0])).toBeLessThan(1e-3);
        expect(Math.abs(stop.goal - weights[1])).toBeLessThan(1e-3);
      }
    }
  });

  test("with small steps has the shares of the flow where it stops", async () => {
    const flow = gradientFlow(problemOf(3, 512));
    const found = await proxyCourse(options(3, { learningRate: 0.005 }));
    expect(found.map(({ above }) => above)).toEqual(stops);
    for (const stop of found) {
      expect(Math.abs(shareOf(stop) - proxyShare(flow.at(flow.timeAt(stop.above)), 2))).toBeLessThan(5e-3);
    }
  });
});

test("a network that is not linear drops the proxy on the way as well", async () => {
  const rows = [];
  for (const activation of ["tanh", "relu"] as const) {
    for (let seed = 1; seed <= (full ? 10 : 1); seed++) {
      const found = await proxyCourse(
        options(seed, { hidden: [32], activation, rows: 256, learningRate: 0.05 }),
      );
      const share = Object.fromEntries(found.map((stop) => [`f=${stop.above}`, shareOf(stop)]));
      rows.push({ activation, seed, ...share });
      expect(found.length).toBe(stops.length);
      expect(shareOf(found.at(-1)!)).toBeLessThan(shareOf(found[0]!) - 0.2);
    }
  }
  printFigures("early-stopping-networks", "S16: proxy share of networks where training stops", rows);
});

test("of a copy without error every network keeps what it has: there is nothing to tell proxy and goal apart", async () => {
  const found = await proxyCourse(options(1, { toy: { ...loudProxy, correlation: 1 } }));
  for (const stop of found) expect(shareOf(stop)).toBeCloseTo(0.8, 3);
});

test("equal streams give equal stops", async () => {
  const course = () => proxyCourse(options(5, { hidden: [8], rows: 64, mostSteps: 200, learningRate: 0.05 }));
  expect(await course()).toEqual(await course());
});
