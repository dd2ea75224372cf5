// What `infer`, `assert` and `directedness` are told of agents and of how closely to look.
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import type { DeployStage, InferStage, ReferenceAgent } from "../experiments/experiment.ts";
import { agentName, parseAgent } from "../policies/agents.ts";
import type { InferenceRequest, World } from "../trials/infer-runs.ts";
import type { Arguments } from "./arguments.ts";
import { studyOptions } from "./study-options.ts";
import { usualDiscount, usualHorizon } from "./world-option-specs.ts";
import { worldOf } from "./world-options.ts";

const mostLevels = 10_000;
const mostEpisodes = 1000;
const longest = 1_000_000;

const policies: readonly DeployStage["policies"][number][] = [
  "trained-sampled",
  "trained-greedy",
  "untrained",
];

/** The request for these runs; without runs the agents of `--agent` are planted in the world of `--environment`. */
export function inferenceRequest(args: Arguments, runs: readonly string[]): InferenceRequest {
  const agents = plantedAgents(args);
  const environment = args.text("environment");
  if (runs.length === 0 && (agents.length === 0 || environment === null)) {
    throw new InputError(args.command, "no run", "a run, or --agent with --environment");
  }
  if (runs.length > 0 && environment !== null) {
    throw new InputError("--environment", `${environment} beside runs`, "runs, which have a world, or none");
  }
  const deployments = args.texts("deployment");
  return {
    runs,
    deployments: deployments.length === 0 ? null : deployments,
    overrides: environment === null ? studyOptions(args).overrides : [],
    agents,
    world: environment === null ? null : plantedWorld(args),
    policies: watchedPolicies(args),
    checkpoints: checkpointsOf(args),
    size: {
      levels: args.whole("levels", 1, mostLevels) ?? 20,
      episodesPerLevel: args.whole("episodes", 1, mostEpisodes) ?? 4,
      objectives: args.text("objectives")?.split(",") ?? null,
      weights: args.flag("weights") ? { points: 256, levels: mostLevels } : null,
      otherDraws: 32,
      trainingLevels: 64,
    },
  };
}

function watchedPolicies(args: Arguments): InferStage["policies"] {
  const names = args.texts("policy");
  const unknown = names.find((name) => !policies.some((policy) => policy === name));
  if (unknown !== undefined)
    throw new InputError("--policy", JSON.stringify(unknown), oneOf(unknown, policies));
  return names.length === 0 ? ["trained-sampled"] : policies.filter((policy) => names.includes(policy));
}

function checkpointsOf(args: Arguments): InferStage["checkpoints"] {
  const word = args.text("checkpoints") ?? "last";
  if (word === "last" || word === "all") return word;
  throw new InputError("--checkpoints", JSON.stringify(word), oneOf(word, ["last", "all"]));
}

/** What stands after `--agent`, called by its own text. */
function plantedAgents(args: Arguments): ReferenceAgent[] {
  return args.texts("agent").map((text) => {
    const spec = parseAgent(text, "--agent");
    return { name: agentName(spec), training: spec, deployed: spec };
  });
}

/** The world of `--environment`, with `--set parameters.X=...` and `--set levels.X=...`. */
function plantedWorld(args: Arguments): World {
  const { definition, parameters, levelParameters } = worldOf(args);
  return {
    source: { environment: definition.name, parameters, levels: levelParameters },
    horizon: args.whole("horizon", 1, longest) ?? usualHorizon,
    discount: args.number("discount", 0, 1) ?? usualDiscount,
  };
}
