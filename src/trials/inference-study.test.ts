// A tiny study that trains, deploys, and then infers: its lines, its verdict, and its bytes whatever befalls it.
import { beforeAll, describe, expect, test } from "vitest";
import type { Runtime } from "../engine/runtime.ts";
import { nodeRuntime } from "../engine/runtime-node.ts";
import { levelSetHash } from "../environments/levels.ts";
import { inferenceOf, posteriorOf } from "../experiments/checks.ts";
import { cheeseInTheCorner } from "../experiments/cheese-in-the-corner.ts";
import type { Experiment, InferStage, Preset } from "../experiments/experiment.ts";
import { deployedLevels } from "../experiments/level-source.ts";
import { type MemoryFileSystem, memoryFileSystem } from "../runs/memory.ts";
import { readStudy } from "../runs/read-run.ts";
import { parseEvaluations } from "../runs/records.ts";
import { verifyStudy } from "../runs/verify.ts";
import type { StudyEvent } from "./progress.ts";
import { storedInference } from "./stored-inference.ts";
import { makePlan, runStudy, type StudyRequest, type StudyResult, type StudyServices } from "./study.ts";
import { runTrial } from "./trial.ts";

const world = { environment: "cheese-in-the-corner", parameters: { height: 5, width: 5 } } as const;
const inTheCorner = { ...world, levels: { walls: { kind: "open" }, cornerSize: 1, solvable: true } };
const anywhere = { ...world, levels: { walls: { kind: "open" }, cornerSize: 3, solvable: true } };

const stage: InferStage = {
  kind: "infer",
  name: "deployed",
  // Replaced by those of the deployment.
  source: inTheCorner,
  horizon: 3,
  discount: 0.5,
  levels: 4,
  episodesPerLevel: 2,
  plannerDiscount: 0.9,
  training: { source: inTheCorner, horizon: 12, count: 4 },
  settings: ["corner-1"],
  seeds: null,
  policies: ["trained-sampled", "untrained"],
  checkpoints: "all",
  agents: [
    {
      name: "seeker",
      training: { kind: "planner", objective: "cheese" },
      deployed: { kind: "planner", objective: "corner" },
    },
  ],
  objectives: ["corner"],
  weights: { points: 16, levels: 2 },
  otherDraws: 3,
};

const quick = cheeseInTheCorner.presets.quick!;
const [declared] = quick.settings;

const tiny: Preset = {
  ...quick,
  name: "tiny",
  seeds: [0, 1],
  settings: [
    {
      ...declared!,
      stages: declared!.stages.map((one) => {
        if (one.kind === "deploy") {
          const source = one.side === "training" ? inTheCorner : anywhere;
          return { ...one, source, horizon: 12, count: 6, replays: 0 };
        }
        if (one.kind !== "train" || !("ppo" in one)) return one;
        const ppo = { ...one.ppo, total_timesteps: 512, num_envs: 8, num_steps: 16, num_minibatches: 2 };
        const network = { ...one.network, hidden: [8] };
        return { ...one, source: inTheCorner, horizon: 12, network, ppo, checkpointInterval: 256 };
      }),
    },
  ],
  inference: [stage],
};

const experiment: Experiment = { ...cheeseInTheCorner, presets: { tiny }, defaultPreset: "tiny" };

const request: StudyRequest = {
  experiment: experiment.name,
  preset: null,
  seeds: null,
  out: "studies",
  resume: null,
  workers: 1,
  threads: 1,
  overrides: [],
  command: "innergap run",
};

const fingerprint = { innergap: "0", node: "20", engine: "any", threads: 1, platform: "any", cpu: "any" };

let runtime: Runtime;
beforeAll(() => {
  runtime = nodeRuntime({ threads: 1 });
});

/** Trials one after the other in this process, in any order; `stopAt` asks a trial to stop at its n-th progress. */
function services(
  fs: MemoryFileSystem,
  order: "as given" | "reversed" = "as given",
  stopAt: (progress: { stage: string; unit: string }) => boolean = () => false,
): StudyServices {
  return {
    fs,
    report: () => "<!doctype html><title>a page</title>",
    runTrials: async (tasks, _workers, onProgress) => {
      const stop = new AbortController();
      const outcomes = tasks.map(() => ({ status: "interrupted" as const, notices: [] }));
      const indices = [...tasks.keys()];
      for (const index of order === "as given" ? indices : indices.reverse()) {
        const { config, folder, command } = tasks[index]!;
        const outcome = await runTrial(experiment, config, folder, {
          fs,
          runtime,
          fingerprint,
          command,
          signal: stop.signal,
          onProgress: (event) => {
            if (stopAt(event)) stop.abort();
            onProgress(index, event);
          },
        });
        Object.assign(outcomes[index]!, outcome);
        if (stop.signal.aborted) break;
      }
      return outcomes;
    },
  };
}

function studied(
  by: StudyServices,
  resume: string | null = null,
  onEvent: (event: StudyEvent) => void = () => {},
): Promise<StudyResult> {
  const never = new AbortController().signal;
  return runStudy({ ...request, resume, out: "studies" }, by, onEvent, never, experiment);
}

/** Bytes of the inference trial. */
function inferredBytes(fs: MemoryFileSystem): string {
  const [path] = [...fs.files.keys()].filter((one) => one.endsWith("inference-deployed/evaluations.jsonl"));
  return new TextDecoder().decode(fs.files.get(path!));
}

describe("a study that infers", () => {
  const fs = memoryFileSystem();
  const events: StudyEvent[] = [];
  let result: StudyResult;
  beforeAll(async () => {
    fs.makeFolder("studies");
    result = await studied(services(fs), null, (event) => events.push(event));
  }, 120_000);
  const lines = () =>
    parseEvaluations(new TextEncoder().encode(inferredBytes(fs)), "lines").flatMap((line) =>
      line.kind === "inference" ? [line] : [],
    );

  test("is complete, and every byte is what was written", () => {
    expect(result.status).toBe("complete");
    expect(verifyStudy(fs, result.folder)).toEqual([]);
  });

  test("fixes the stage beforehand: the deployment's levels, all seeds, and the levels by hash", () => {
    const { settings, levelHashes } = result.plan.plan;
    const fixed = settings.find(({ name }) => name === "inference-deployed")!
      .stages[0] as unknown as InferStage;
    expect(fixed).toMatchObject({ horizon: 12, discount: 0.99, seeds: [0, 1] });
    expect(fixed.source.levels).toMatchObject({ cornerSize: 3 });
    expect(levelHashes["inference-deployed/deployed"]).toBe(levelSetHash(deployedLevels(fixed.source, 4)));
    expect(levelHashes["inference-deployed/trained-on"]).toBe(
      levelSetHash(deployedLevels(fixed.training.source, 4)),
    );
  });

  test("infers after all trials, and says so", () => {
    const [plan] = events as [Extract<StudyEvent, { kind: "plan" }>];
    expect(plan.trials.map(({ setting, seed }) => `${setting} ${seed}`)).toEqual([
      "references null",
      "corner-1 0",
      "corner-1 1",
      "inference-deployed null",
    ]);
    const units = events.flatMap((event) =>
      event.kind === "progress" && event.stage === "infer deployed" ? [event.unit] : [],
    );
    expect(new Set(units)).toEqual(new Set(["levels", "agents"]));
  });

  test("has a line for each reference agent, and for each policy, seed and checkpoint", () => {
    const steps = [0, 256, 512];
    const trained = [0, 1].flatMap((seed) => [
      ...steps.map((step) => `corner-1 ${seed} trained-sampled ${step}`),
      `corner-1 ${seed} untrained null`,
    ]);
    expect(lines().map(({ setting, seed, policy, step }) => `${setting} ${seed} ${policy} ${step}`)).toEqual([
      "reference-agents null seeker null",
      ...trained,
    ]);
  });

  test("says what the lines rest on: levels by hash, parameters as their files are", () => {
    const study = readStudy(fs, result.folder);
    for (const { levelSet, seed, step, model } of lines()) {
      expect(levelSet).toBe(result.plan.plan.levelHashes["inference-deployed/deployed"]);
      if (seed === null) {
        expect(model).toBeUndefined();
        continue;
      }
      const run = study.runs.find(({ config }) => config.setting === "corner-1" && config.seed === seed)!;
      const path = `checkpoints/${String(step ?? 0).padStart(12, "0")}/model.safetensors`;
      expect(run.manifest.digests[path]).toBe(model);
    }
  });

  test("shares out the regret over the checkpoints of a training, and only there", () => {
    for (const { policy, step, regretLeft } of lines()) {
      if (policy !== "trained-sampled" || regretLeft === null) continue;
      if (step === 0) expect(regretLeft).toBe(1);
      if (step === 512) expect(regretLeft).toBe(0);
    }
    const others = lines().filter(({ policy }) => policy !== "trained-sampled");
    expect(others.every(({ regretLeft }) => regretLeft === null)).toBe(true);
  });

  test("probabilities sum to one, also with weights asked for", () => {
    for (const { posterior, weights } of lines()) {
      const named = posterior.candidates.reduce((sum, one) => sum + one.posterior, 0);
      expect(named + posterior.other.posterior + posterior.device.posterior).toBeCloseTo(1, 9);
      expect(posterior.other.draws).toHaveLength(3);
      expect(weights?.order).toContain("time");
    }
  });

  test("puts seeds together in summary and verdict, the reference agent apart", () => {
    const trained = inferenceOf(result.summary, "corner-1", "deployed", "trained-sampled");
    expect(trained).toMatchObject({ step: 512, final: true, seeds: [0, 1] });
    const perSeed = lines()
      .filter(({ policy, step }) => policy === "trained-sampled" && step === 512)
      .map(({ posterior }) => posterior.candidates.find(({ name }) => name === "corner")!.posterior);
    expect(posteriorOf(trained, "corner")?.perSeed).toEqual(perSeed);
    expect(inferenceOf(result.summary, "corner-1", "deployed", "trained-sampled", 256)?.final).toBe(false);
    const seeker = inferenceOf(result.summary, "reference-agents", "deployed", "seeker");
    expect(seeker?.seeds).toEqual([null]);
    expect(posteriorOf(seeker, "corner")!.mean).toBeGreaterThan(posteriorOf(seeker, "cheese")!.mean);
    const { inference } = readStudy(fs, result.folder).verdict!;
    expect(inference?.map(({ setting, policy, seeds }) => [setting, policy, seeds])).toEqual([
      ["reference-agents", "seeker", 1],
      ["corner-1", "trained-sampled", 2],
      ["corner-1", "untrained", 2],
    ]);
  });

  test("keeps the lines of its runs for whoever asks again", () => {
    const runs = [0, 1].map((seed) => `${result.folder}/trials/corner-1-s${seed}`);
    const asked = { policies: ["trained-sampled"], deployments: null } as const;
    const stored = storedInference(fs, runs, asked);
    expect(stored).toEqual(
      lines().filter(({ policy, step }) => policy === "trained-sampled" && step === 512),
    );
    expect(storedInference(fs, runs, { ...asked, deployments: ["training"] })).toBeNull();
    expect(storedInference(fs, [`${result.folder}/trials/references`], asked)).toBeNull();
  });

  test("has the same bytes when trials run in another order", async () => {
    const other = memoryFileSystem();
    other.makeFolder("studies");
    await studied(services(other, "reversed"));
    expect(inferredBytes(other)).toBe(inferredBytes(fs));
  }, 120_000);

  test.each(["levels", "agents"])(
    "has the same bytes when it was stopped among %s and resumed",
    async (unit) => {
      const cut = memoryFileSystem();
      cut.makeFolder("studies");
      let seen = 0;
      const stopped = await studied(
        services(
          cut,
          "as given",
          (event) => event.stage === "infer deployed" && event.unit === unit && ++seen === 3,
        ),
      );
      expect(stopped.status).toBe("interrupted");
      expect(readStudy(cut, stopped.folder).verdict).toBeNull();
      const resumed = await studied(services(cut), stopped.folder);
      expect(resumed.status).toBe("complete");
      expect(inferredBytes(cut)).toBe(inferredBytes(fs));
      expect(verifyStudy(cut, resumed.folder)).toEqual([]);
    },
    120_000,
  );

  test("does not infer while a trial is unfinished", async () => {
    const cut = memoryFileSystem();
    cut.makeFolder("studies");
    const stopped = await studied(services(cut, "as given", ({ stage: name }) => name === "train"));
    expect(stopped.status).toBe("interrupted");
    expect(stopped.summary.inference).toBeUndefined();
    expect([...cut.files.keys()].some((path) => path.includes("inference-"))).toBe(false);
  });
});

describe("an inference stage is refused", () => {
  const planOf = (change: Partial<InferStage>, overrides: StudyRequest["overrides"] = []) => {
    const presets = { tiny: { ...tiny, inference: [{ ...stage, ...change }] } };
    return makePlan({ ...experiment, presets }, { ...request, overrides });
  };

  test.each([
    [{ settings: ["corner-2"] }, /settings: found "corner-2".*corner-1/],
    [{ objectives: ["cornr"] }, /objectives: found "cornr".*did you mean corner\?/],
    [{ levels: 0 }, /levels: found 0/],
    [{ plannerDiscount: 2 }, /plannerDiscount: found 2/],
    [{ agents: [...stage.agents, ...stage.agents] }, /seeker twice/],
    [
      { agents: [{ ...stage.agents[0]!, deployed: { kind: "planner", objective: "chese" } as const }] },
      /did you mean cheese\?/,
    ],
  ])("%j", (change, message) => {
    expect(() => planOf(change)).toThrow(message);
  });

  test("paths reach into it, and a change of the deployment changes both", () => {
    const of = (overrides: StudyRequest["overrides"]) =>
      planOf({}, overrides).plan.settings.find(({ name }) => name === "inference-deployed")!.stages[0]!;
    expect(of([{ path: "infer.levels", value: 3 }])).toMatchObject({ levels: 3, horizon: 12 });
    expect(of([{ path: "inference-deployed.infer.episodesPerLevel", value: 5 }])).toMatchObject({
      episodesPerLevel: 5,
    });
    expect(of([{ path: "deployed.horizon", value: 7 }])).toMatchObject({ horizon: 7 });
    expect(() => of([{ path: "infer.levls", value: 3 }])).toThrow(/did you mean levels\?/);
    expect(() => of([{ path: "infr.levels", value: 3 }])).toThrow(/did you mean infer\?/);
  });
});
