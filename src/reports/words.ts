// Identifiers in the words of the definitions: policies, deployments, events, metrics.
import { formatNumber } from "../drawing/numbers.ts";
import type { DeploymentSummary } from "../measures/summary.ts";

const policyNames: Readonly<Record<string, string>> = {
  "trained-sampled": "trained, sampled",
  "trained-greedy": "trained, greedy",
  "trained-blinded": "trained, blinded",
  untrained: "untrained network",
  random: "random",
  "matched-noise": "planner with matched noise",
};

/** What a reader sees for a policy identifier that no summary has labelled. */
export function policyName(policy: string): string {
  const [kind, objective = "", share] = policy.split(":");
  if (kind === "planner") return `planner for ${objective}`;
  if (kind === "noisy-planner" && share !== undefined) {
    return `planner for ${objective}, ${formatNumber(Number(share) * 100, 0)} % random actions`;
  }
  return policyNames[policy] ?? policy;
}

/** "key-collected" as it is read aloud. */
export function eventName(event: string): string {
  return event.replaceAll("-", " ");
}

/** "training distribution" or "deployed distribution". */
export function sideName(side: DeploymentSummary["side"]): string {
  return side === "training" ? "training distribution" : "deployed distribution";
}

/** "deployed distribution: deployed-12"; a deployment named like its side has no name beside it. */
export function deploymentTitle({ name, side }: Pick<DeploymentSummary, "name" | "side">): string {
  return name === side ? sideName(side) : `${sideName(side)}: ${name}`;
}

/** "12-step episodes, 128 levels, discount 0.99". */
export function deploymentConditions(
  deployment: Pick<DeploymentSummary, "horizon" | "levels" | "discount">,
): string {
  const { horizon, levels, discount } = deployment;
  return `${horizon}-step episodes, ${formatNumber(levels, 0)} levels, discount ${discount}`;
}

const metricNames: Readonly<Record<string, string>> = {
  "charts/episodic_return": "Return per episode",
  "charts/episodic_length": "Steps per episode",
  "charts/learning_rate": "Learning rate",
  "losses/entropy": "Entropy of the policy, nats",
  "losses/approx_kl": "KL divergence per update, nats",
  "losses/old_approx_kl": "KL divergence per update, first-order estimate",
  "losses/clipfrac": "Share of clipped ratios",
  "losses/explained_variance": "Explained variance of the values",
  "losses/value_loss": "Value loss",
  "losses/policy_loss": "Policy loss",
  "losses/loss": "Total loss",
  "losses/gradient_norm": "Norm of the gradient",
  "losses/td_loss": "Loss of the action values",
  "losses/q_values": "Value of the replayed actions",
  "charts/epsilon": "Share of random actions",
  "charts/observations": "Different observations met",
};

/** Title of a metric's chart; metrics without words of their own keep their name. */
export function metricName(metric: string): string {
  if (metric.startsWith("events/")) return `${eventName(metric.slice("events/".length))}, per episode`;
  return metricNames[metric] ?? metric;
}

/** "1 seed", "3 seeds". */
export function counted(count: number, noun: string): string {
  return `${formatNumber(count, 0)} ${noun}${count === 1 ? "" : "s"}`;
}

/** An ISO time as "2026-01-05 10:00 UTC"; anything else stays as it is. */
export function momentName(time: string): string {
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::[\d.]+)?Z$/.exec(time);
  return parts ? `${parts[1]} ${parts[2]} UTC` : time;
}
