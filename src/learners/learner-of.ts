// What a learner is to whoever names one: how its settings are read, how it trains, and how its parameters act.
import type { Rng } from "../base/rng.ts";
import type { Runtime } from "../engine/runtime.ts";
import type { Environment, Objective } from "../environments/environment.ts";
import type { Parameters } from "../policies/networks/architecture.ts";
import type { LearnedPolicy, Training, TrainingProblem } from "./training.ts";

/** A way of learning with settings of one kind. */
export interface LearnerOf<Settings> {
  /** One sentence for lists. */
  readonly summary: string;
  /** The settings with every default; throws an InputError that names the wrong one below `place`. */
  parse(settings: Settings, place: string): Settings;
  /** Environment steps of the whole training. */
  totalSteps(settings: Settings): number;
  /** Throws an InputError on settings that do not fit each other, or the environment. */
  create(settings: Settings, problem: TrainingProblem): Promise<Training>;
  /** What training begins with, from the stream of the training. */
  initial(settings: Settings, environment: Environment, rng: Rng): Parameters;
  /** Acts with given parameters, compiled for that many lanes; throws an InputError where they do not fit. */
  policy(
    settings: Settings,
    environment: Environment,
    parameters: Parameters,
    runtime: Runtime,
    lanes: number,
    /** That the training was for: a policy that is told of rewards is told its. The base objective by default. */
    objective?: Objective,
  ): Promise<LearnedPolicy>;
}
