// A series of severities: one declared deployment becomes several, from training to the deployed distribution.
import { InputError } from "../base/errors.ts";
import type { StudySummary } from "../measures/summary.ts";
import { sideAtSeverity } from "../shifts/severity.ts";
import {
  type DeployStage,
  isLearning,
  type LearningStage,
  type Setting,
  type SettingStage,
} from "./experiment.ts";
import type { LineFigure } from "./figures.ts";
import { completeSource } from "./level-source.ts";

/**
 * The setting with a deployment for each severity of its series, ascending, before the deployment itself, which is the one at
 * severity 1. Severity 0 is the training side. Throws an InputError on severities outside [0, 1] or given twice, and where nothing is
 * trained before the series.
 */
export function expandSeverities(setting: Setting): Setting {
  const stages = setting.stages.flatMap((stage, index): SettingStage[] => {
    if (stage.kind !== "deploy") return [stage];
    const learned = setting.stages.slice(0, index).filter(isLearning).at(-1) ?? null;
    const others = setting.stages.flatMap((other) => (other.kind === "deploy" ? [other.name] : []));
    // A run that has been swept is swept anew only where it has not been.
    return expanded(stage, learned, `${setting.name}.${stage.name}`).filter(
      ({ name }) => name === stage.name || !others.includes(name),
    );
  });
  return { ...setting, stages };
}

function expanded(
  { severities, ...deployment }: DeployStage,
  training: LearningStage | null,
  place: string,
): DeployStage[] {
  if (severities === undefined) return [deployment];
  checkSeverities(severities, `${place}.severities`);
  if (!training)
    throw new InputError(place, "a series of severities before any training", "a learning stage before it");
  const shift = {
    varies: deployment.name,
    training: training.source,
    deployed: deployment.source,
    horizons: { training: training.horizon, deployed: deployment.horizon },
  };
  const between = severities
    .filter((severity) => severity < 1)
    .sort((one, other) => one - other)
    .map((severity): DeployStage => {
      const { source, horizon } = sideAtSeverity(shift, severity);
      return {
        ...deployment,
        name: severityName(deployment.name, severity),
        side: severity === 0 ? "training" : deployment.side,
        source: completeSource(source),
        horizon: horizon ?? deployment.horizon,
      };
    });
  return [...between, deployment];
}

function checkSeverities(severities: readonly unknown[], place: string): void {
  severities.forEach((severity, index) => {
    if (!(typeof severity === "number" && severity >= 0 && severity <= 1)) {
      throw new InputError(`${place}[${index}]`, JSON.stringify(severity) ?? "nothing", "a number in [0, 1]");
    }
    if (severities.indexOf(severity) !== index) {
      throw new InputError(`${place}[${index}]`, `${severity} twice`, "every severity once");
    }
  });
}

/** What the deployment of a series at a severity below 1 is called. */
export function severityName(name: string, severity: number): string {
  return `${name}@${severity}`;
}

/** The severity that a deployment's name says, 1 for a name without one, by the name that was swept. */
export function severityOf(name: string): { readonly swept: string; readonly severity: number } {
  const [, swept, severity] = /^(.*)@([\d.]+(?:e-\d+)?)$/.exec(name) ?? [];
  return swept === undefined ? { swept: name, severity: 1 } : { swept, severity: Number(severity) };
}

/** The policies whose lines a series has, where its deployments have them; the planner is that of the base objective. */
const drawn = (base: string) => ["trained-sampled", `planner:${base}`, "random"];

/** The base objective's mean return over severity, one figure for each deployment of a setting that was swept. */
export function severityFigures(summary: StudySummary, base: string): LineFigure[] {
  return summary.settings.flatMap(({ name, deployments }) => {
    const swept = deployments
      .map((deployment) => ({ deployment, ...severityOf(deployment.name) }))
      .sort((one, other) => one.severity - other.severity);
    const names = [...new Set(swept.filter(({ severity }) => severity < 1).map((one) => one.swept))];
    return names.map((series): LineFigure => {
      const members = swept.filter((one) => one.swept === series);
      const lines = drawn(base).map((policy) => {
        const rows = members.flatMap(({ deployment, severity }) =>
          deployment.policies.filter((row) => row.policy === policy).map((row) => ({ severity, row })),
        );
        return {
          label: rows[0]?.row.label ?? policy,
          points: rows.flatMap(({ severity, row }) => {
            const value = row.values[base];
            return value ? [[severity, value.mean] as const] : [];
          }),
        };
      });
      return {
        of: `Return, ${base} (${name})`,
        over: `severity of the shift to ${series}`,
        lines: lines.filter(({ points }) => points.length > 0),
      };
    });
  });
}
