// Sweeps over a hill whose summit is known: what is run and what is not, in which order points come out, and what is refused.
import { describe, expect, test } from "vitest";
import { cliff, height, hill, hillServices, summit } from "../../tests/support/hill.ts";
import { DamagedDataError, InputError } from "../base/errors.ts";
import { tInterval } from "../base/stats.ts";
import type { Dimension } from "../experiments/search-space.ts";
import { type MemoryFileSystem, memoryFileSystem } from "../runs/memory.ts";
import { readRun } from "../runs/read-run.ts";
import { planSweep, runSweep, type SweepRequest } from "./sweep.ts";
import { readSweepRecord } from "./sweep-record.ts";

const at = (...values: number[]): Dimension => ({ path: "walk.at", values: { kind: "list", values } });
const anywhere: Dimension = {
  path: "walk.at",
  values: { kind: "range", scale: "uniform", low: -10, high: 10, count: null },
};
const shoes: Dimension = { path: "walk.shoes", values: { kind: "list", values: ["boots", "sandals"] } };

function requestOf(dimensions: readonly Dimension[], more: Partial<SweepRequest> = {}): SweepRequest {
  return {
    preset: null,
    settings: [],
    seeds: null,
    overrides: [],
    threads: 1,
    dimensions,
    vary: dimensions.map(({ path }) => path),
    random: null,
    halving: null,
    folder: "sweeps/hill",
    workers: 2,
    command: "innergap sweep hill",
    ...more,
  };
}

async function sweepOn(fs: MemoryFileSystem, request: SweepRequest, patience?: number) {
  const begun: string[] = [];
  const { signal } = new AbortController();
  const result = await runSweep(hill, request, height, hillServices(fs, begun, patience), () => {}, signal);
  return { ...result, begun };
}

/** Files by path, without what tells the time. */
const timeless = (fs: MemoryFileSystem) =>
  [...fs.files.keys()]
    .filter((path) => path.endsWith("evaluations.jsonl") || path.endsWith("config.json"))
    .sort();
const order = (points: readonly { readonly values: object }[]) =>
  points.map(({ values }) => Object.values(values));

describe("a grid", () => {
  test("is ranked by the mean over seeds, and every trial is an ordinary run", async () => {
    const fs = memoryFileSystem();
    const { status, ranking, report, begun, effort } = await sweepOn(
      fs,
      requestOf([at(0, summit, 5), shoes]),
    );
    expect(status).toBe("complete");
    expect(order(ranking!.points)).toEqual([
      [2, "boots"],
      [2, "sandals"],
      [0, "boots"],
      [0, "sandals"],
      [5, "boots"],
      [5, "sandals"],
    ]);
    // One map for all points, and a walk for each of six points and two seeds.
    expect(begun).toHaveLength(1 + 6 * 2);
    expect(effort).toMatchObject({ found: 0, ran: 13 });
    const best = ranking!.points[0]!;
    expect(best.seeds).toEqual([0, 1]);
    expect([best.low, best.high, ranking!.look]).toEqual([null, null, true]);
    const perSeed = best.runs
      .filter((name) => name.startsWith("tour-"))
      .map((name) => readRun(fs, `sweeps/hill/trials/${name}`))
      .map(({ manifest, evaluations }) => {
        expect(manifest.status).toBe("complete");
        return (evaluations[0] as unknown as { figures: { height: number } }).figures.height;
      });
    expect(best.perSeed).toEqual(perSeed);
    const page = new TextDecoder().decode(fs.files.get(report));
    for (const part of ["tour/walk:height:-:height", "sandals", "A look", "innergap sweep hill"]) {
      expect(page).toContain(part);
    }
    expect(page.slice(page.indexOf("<main>"), page.indexOf("</main>"))).not.toMatch(/NaN|undefined/);
  });

  test("has Student's intervals from ten seeds on", async () => {
    const seeds = Array.from({ length: 10 }, (_, seed) => seed);
    const { ranking } = await sweepOn(memoryFileSystem(), requestOf([at(0, 1)], { seeds }));
    const [best] = ranking!.points;
    expect(ranking!.look).toBe(false);
    expect({ mean: best!.mean, low: best!.low, high: best!.high }).toEqual(tInterval(best!.perSeed));
    expect(best!.low! < best!.mean! && best!.mean! < best!.high!).toBe(true);
  });

  test("asks for the lowest where that is best", async () => {
    const { signal } = new AbortController();
    const services = hillServices(memoryFileSystem(), []);
    const request = requestOf([at(0, summit, 5)]);
    const { ranking } = await runSweep(
      hill,
      request,
      { ...height, best: "lowest" },
      services,
      () => {},
      signal,
    );
    expect(order(ranking!.points)).toEqual([[5], [0], [2]]);
  });
});

describe("a folder that has been swept before", () => {
  test("only gets the points and seeds that are missing, and ends like one that was swept at once", async () => {
    const fs = memoryFileSystem();
    await sweepOn(fs, requestOf([at(0, 1)], { seeds: [0] }));
    const again = await sweepOn(fs, requestOf([at(0, 1)], { seeds: [0] }));
    expect([again.begun, again.effort.found]).toEqual([[], 3]);
    const more = await sweepOn(fs, requestOf([at(0, 1, 3)], { seeds: [0, 1] }));
    expect(more.begun).toHaveLength(4);
    expect(more.effort).toMatchObject({ found: 3, ran: 4 });
    const whole = memoryFileSystem();
    const once = await sweepOn(whole, requestOf([at(0, 1, 3)], { seeds: [0, 1] }));
    expect(more.ranking!.points).toEqual(once.ranking!.points);
    expect(timeless(fs)).toEqual(timeless(whole));
    for (const path of timeless(fs)) expect(fs.files.get(path)).toEqual(whole.files.get(path));
    expect(readSweepRecord(fs, "sweeps/hill")!.declarations).toHaveLength(3);
  });

  test("goes on where it was stopped, at any trial", async () => {
    const request = requestOf([at(0, 1, 3), shoes]);
    const whole = await sweepOn(memoryFileSystem(), request);
    for (let patience = 0; patience < whole.begun.length; patience += 3) {
      const fs = memoryFileSystem();
      const stopped = await sweepOn(fs, request, patience);
      expect([stopped.status, stopped.ranking, stopped.report]).toEqual(["interrupted", null, ""]);
      expect(fs.files.has("sweeps/hill/ranking.json")).toBe(false);
      const resumed = await sweepOn(fs, request);
      expect(resumed.begun).toHaveLength(whole.begun.length - patience);
      expect(resumed.ranking!.points).toEqual(whole.ranking!.points);
    }
  });

  test("knows runs by their configuration, whatever their folders are called", async () => {
    const fs = memoryFileSystem();
    const { begun } = await sweepOn(fs, requestOf([at(0)], { seeds: [0] }));
    const old = begun.find((name) => name.startsWith("tour-"))!;
    fs.rename(`sweeps/hill/trials/${old}`, "sweeps/hill/trials/renamed");
    expect((await sweepOn(fs, requestOf([at(0)], { seeds: [0] }))).begun).toEqual([]);
  });

  test("is refused to another experiment, other threads, and where it is no sweep or damaged", async () => {
    const fs = memoryFileSystem();
    await sweepOn(fs, requestOf([at(0)]));
    await expect(sweepOn(fs, requestOf([at(1)], { threads: 2 }))).rejects.toThrow(/^--threads/);
    const services = hillServices(fs, []);
    const { signal } = new AbortController();
    const other = { ...hill, name: "valley" };
    await expect(runSweep(other, requestOf([at(0)]), height, services, () => {}, signal)).rejects.toThrow(
      /a sweep of hill/,
    );
    fs.makeFolder("sweeps/foreign");
    fs.close(fs.create("sweeps/foreign/letter.txt"));
    await expect(sweepOn(fs, requestOf([at(0)], { folder: "sweeps/foreign" }))).rejects.toThrow(InputError);
    const damaged = fs.files.get("sweeps/hill/sweep.json")!;
    damaged[damaged.length >> 1]! ^= 1;
    await expect(sweepOn(fs, requestOf([at(0)]))).rejects.toThrow(DamagedDataError);
  });
});

describe("a point that fails", () => {
  test("costs no other point, stands below all of them with its reason, and is tried again", async () => {
    const fs = memoryFileSystem();
    const request = requestOf([at(cliff, 5, summit)]);
    const { status, ranking, notices, broken } = await sweepOn(fs, request);
    expect([status, broken]).toEqual(["complete", 0]);
    expect(ranking!.points.map(({ rank }) => rank)).toEqual([1, 2, null]);
    expect(order(ranking!.points)).toEqual([[2], [5], [13]]);
    expect(ranking!.points[2]!.failures.map(({ error }) => error)).toEqual([
      "walking has diverged",
      "walking has diverged",
    ]);
    expect(notices).toHaveLength(2);
    expect((await sweepOn(fs, request)).begun).toHaveLength(2);
  });
});

describe("successive halving", () => {
  const halving = { eta: 3, rungs: null, budget: "walk.steps" };
  const request = requestOf([at(-3, -2, -1, 0, 1, summit, 3, 4, 5)], { halving });

  test("takes the better points on, with three times the budget", async () => {
    const fs = memoryFileSystem();
    const { ranking, begun } = await sweepOn(fs, request);
    expect(ranking!.points.map(({ rung, share }) => [rung, share])).toEqual([
      [3, 1],
      [2, 1 / 3],
      [2, 1 / 3],
      ...Array(6).fill([1, 1 / 9]),
    ]);
    expect(ranking!.points[0]!.values).toEqual({ "walk.at": summit });
    expect(new Set(order(ranking!.points.slice(1, 3)).flat())).toEqual(new Set([1, 3]));
    expect(begun).toHaveLength(1 + (9 + 3 + 1) * 2);
    const steps = ranking!.points.map(({ runs }) => {
      const { config } = readRun(fs, `sweeps/hill/trials/${runs.at(-1)}`);
      return (config.stages[0] as { parameters: { steps: number } }).parameters.steps;
    });
    expect(steps).toEqual([64, 21, 21, 7, 7, 7, 7, 7, 7]);
  });

  test("stopped within a rung goes on to the same ranking", async () => {
    const whole = await sweepOn(memoryFileSystem(), request);
    for (const patience of [4, 20, 26]) {
      const fs = memoryFileSystem();
      expect((await sweepOn(fs, request, patience)).status).toBe("interrupted");
      expect((await sweepOn(fs, request)).ranking!.points).toEqual(whole.ranking!.points);
    }
  });
});

describe("random points", () => {
  test("more of them run only the new ones", async () => {
    const fs = memoryFileSystem();
    const random = (points: number) => requestOf([anywhere, shoes], { random: { points, seed: 3 } });
    const few = await sweepOn(fs, random(4));
    const more = await sweepOn(fs, random(7));
    expect([few.begun.length, more.begun.length]).toEqual([1 + 4 * 2, 3 * 2]);
    const heights = more.ranking!.points.map(({ mean }) => mean!);
    expect(heights).toEqual([...heights].sort((one, other) => other - one));
  });
});

describe("before anything starts", () => {
  const refused: [string, SweepRequest, RegExp][] = [
    ["an unknown setting", requestOf([{ ...at(0), path: "walk.att" }]), /walk\.att.*did you mean at\?/],
    ["an unknown stage", requestOf([{ ...at(0), path: "wlk.at" }]), /did you mean walk\?/],
    ["a wrong type", requestOf([{ ...shoes, path: "walk.at" }]), /walk\.at/],
    ["an impossible value among good ones", requestOf([at(0, 1000)]), /tour\.walk\.at/],
    [
      "a path that is set as well",
      requestOf([at(0)], { overrides: [{ path: "walk.at", value: 1 }] }),
      /--set/,
    ],
    ["no dimension", requestOf([]), /--vary/],
    ["a grid of a range without a count", requestOf([anywhere]), /random points/],
    ["an unknown setting's name", requestOf([at(0)], { settings: ["toor"] }), /did you mean tour\?/],
    ["an unknown preset", requestOf([at(0)], { preset: "quik" }), /did you mean quick\?/],
    ["a seed twice", requestOf([at(0)], { seeds: [1, 1] }), /every seed once/],
    ["no seed", requestOf([at(0)], { seeds: [] }), /at least one/],
    [
      "too many runs",
      requestOf([{ ...anywhere, values: { ...anywhere.values, count: 101 } as Dimension["values"] }], {
        seeds: Array.from({ length: 1000 }, (_, seed) => seed),
      }),
      /at most 100000/,
    ],
    [
      "a budget that varies",
      requestOf([at(0, 1)], { halving: { eta: 2, rungs: null, budget: "walk.at" } }),
      /budget/,
    ],
    [
      "a budget that no stage has",
      requestOf([at(0, 1)], { halving: { eta: 2, rungs: null, budget: "walk.stps" } }),
      /--budget/,
    ],
    [
      "no training to halve",
      requestOf([at(0, 1)], { halving: { eta: 2, rungs: null, budget: null } }),
      /--budget/,
    ],
    [
      "more rungs than points allow",
      requestOf([at(0, 1)], { halving: { eta: 2, rungs: 3, budget: "walk.steps" } }),
      /--rungs/,
    ],
  ];
  test.each(refused)("%s is refused", async (_, request, message) => {
    const fs = memoryFileSystem();
    expect(() => planSweep(hill, request)).toThrow(InputError);
    await expect(sweepOn(fs, request)).rejects.toThrow(message);
    expect([...fs.files.keys()]).toEqual([]);
  });
});
