// Where every trial of a study stands, put together from its events.
import type { StudyEvent, TrialId } from "../trials/progress.ts";
import { duration, grouped } from "./wording.ts";

export interface TrialState {
  /** "open s0"; the setting alone where there is no seed. */
  readonly name: string;
  status: "waiting" | "running" | "complete" | "interrupted" | "failed";
  stage: string;
  done: number;
  total: number;
  unit: string;
  /** Units per second. */
  rate: number;
  episodicReturn: number | null;
  error: string | null;
}

export class StudyState {
  folder = "";
  readonly trials = new Map<string, TrialState>();

  /** Takes one event in; the trial that it was about, or null. */
  apply(event: StudyEvent): TrialState | null {
    if (event.kind === "plan") {
      this.folder = event.folder;
      for (const trial of event.trials) this.#trial(trial).total = trial.totalSteps;
      return null;
    }
    if (event.kind === "done") return null;
    const trial = this.#trial(event);
    if (event.kind === "finished") {
      trial.status = event.status;
      trial.error = event.error;
      if (event.status === "complete") trial.done = trial.total;
      return trial;
    }
    const { stage, done, total, unit, rate } = event;
    // The last return of training stays in sight while the agent is deployed.
    const episodicReturn = event.episodicReturn ?? trial.episodicReturn;
    return Object.assign(trial, { status: "running", stage, done, total, unit, rate, episodicReturn });
  }

  /** "2 of 7 trials done". */
  tally(): string {
    const trials = [...this.trials.values()];
    const done = trials.filter((trial) => trial.status === "complete").length;
    const failed = trials.filter((trial) => trial.status === "failed").length;
    return `${done} of ${trials.length} trials done${failed > 0 ? `, ${failed} failed` : ""}`;
  }

  #trial(id: TrialId): TrialState {
    const name = trialName(id);
    const known = this.trials.get(name);
    if (known) return known;
    const fresh: TrialState = {
      name,
      status: "waiting",
      stage: "",
      done: 0,
      total: 0,
      unit: "steps",
      rate: 0,
      episodicReturn: null,
      error: null,
    };
    this.trials.set(name, fresh);
    return fresh;
  }
}

export function trialName(id: TrialId): string {
  return id.seed === null ? id.setting : `${id.setting} s${id.seed}`;
}

/** The figures of a trial's line: stage, done of total, rate, time left, current return. */
export function trialFigures(trial: TrialState): readonly string[] {
  if (trial.status === "waiting") return ["waiting"];
  if (trial.status === "failed") return [`failed: ${trial.error ?? "no reason given"}`];
  if (trial.status !== "running") return [trial.status, ...returnWords(trial)];
  return [
    trial.stage,
    `${grouped(trial.done)} of ${grouped(trial.total)} ${trial.unit}`,
    `${grouped(trial.rate)}/s`,
    `${duration((trial.total - trial.done) / trial.rate)} left`,
    ...returnWords(trial),
  ];
}

function returnWords(trial: TrialState): readonly string[] {
  return trial.episodicReturn === null ? [] : [`return ${trial.episodicReturn.toFixed(2)}`];
}
