// The trained agents of finished runs, from their checkpoints.
import { InputError } from "../base/errors.ts";
import { hashJson } from "../base/hash.ts";
import type { Runtime } from "../engine/runtime.ts";
import type { Environment } from "../environments/environment.ts";
import { type InferStage, isLearning, type LearningStage, type Stage } from "../experiments/experiment.ts";
import { asJson } from "../experiments/level-source.ts";
import type { LearnedPolicy } from "../learners/training.ts";
import { blindedPolicy } from "../policies/blinded.ts";
import type { Parameters } from "../policies/networks/architecture.ts";
import type { Policy } from "../policies/policy.ts";
import { readCheckpoint } from "../runs/checkpoints.ts";
import type { FileSystem } from "../runs/file-system.ts";
import type { RunRecord } from "../runs/read-run.ts";
import { encodeSafetensors } from "../runs/safetensors.ts";
import { greedyPolicy } from "./greedy-policy.ts";
import { learnedPolicy } from "./learned-policy.ts";
import type { AgentGroup, WatchedAgent } from "./watched-agent.ts";

/** Programs that are compiled once and act with one set of parameters after the other. */
export class NetworkActors {
  readonly #runtime: Runtime;
  readonly #policies = new Map<string, LearnedPolicy>();

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** Acts with these parameters until the next call; throws an InputError where they do not fit. */
  async acting(
    environment: Environment,
    stage: LearningStage,
    parameters: Parameters,
  ): Promise<LearnedPolicy> {
    const { observation, actions } = environment;
    const key = hashJson({ shape: [...observation.shape], actions: actions.length, stage: asJson(stage) });
    const known = this.#policies.get(key);
    if (known) {
      known.replaceParameters(parameters);
      return known;
    }
    const policy = await learnedPolicy(stage, environment, parameters, this.#runtime, 1);
    this.#policies.set(key, policy);
    return policy;
  }

  async release(): Promise<void> {
    for (const policy of this.#policies.values()) await policy.release();
    this.#policies.clear();
  }
}

/**
 * The policies of one run that are watched; the untrained one is what training began with. Throws an InputError for a run
 * that trains nothing, and for one without checkpoints.
 */
export function trainedAgents(
  run: RunRecord,
  { policies, blinded = [], checkpoints }: Pick<InferStage, "policies" | "blinded" | "checkpoints">,
  fs: FileSystem,
  actors: NetworkActors,
): AgentGroup[] {
  const { folder, config } = run;
  const [first, last] = [run.checkpoints[0], run.checkpoints.at(-1)];
  if (first === undefined || last === undefined) {
    throw new InputError(folder, "no checkpoint", "a run with a trained policy");
  }
  const stage = learningStageOf(run);
  const { source, horizon } = stage;
  const at = (policy: WatchedAgent["policy"], step: number, trained: boolean): WatchedAgent => ({
    setting: config.setting,
    seed: config.seed,
    policy,
    step: trained ? step : null,
    trainedOn: { source, horizon },
    act: () => {
      const { model } = readCheckpoint(fs, folder, step);
      return {
        model: fs.digest(encodeSafetensors(model)),
        policyFor: async (environment): Promise<Policy> => {
          const acting = await actors.acting(environment, stage, model);
          if (policy === "trained-greedy") return greedyPolicy(acting);
          return policy === "trained-blinded" ? blindedPolicy(environment, acting, blinded) : acting;
        },
      };
    },
  });
  return policies.map((policy) => {
    if (policy === "untrained") return { agents: [at(policy, first, false)], whole: false };
    const steps = checkpoints === "all" ? run.checkpoints : [last];
    return { agents: steps.map((step) => at(policy, step, true)), whole: checkpoints === "all" };
  });
}

function learningStageOf({ folder, config }: RunRecord): LearningStage {
  const learning = (config.stages as unknown as readonly Stage[]).find(isLearning);
  if (learning) return learning;
  throw new InputError(
    folder,
    `the setting "${config.setting}", which trains nothing`,
    "a run with a trained policy",
  );
}
