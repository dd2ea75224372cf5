// What a running study tells whoever watches it.

/** One trial of the plan. */
export interface TrialId {
  readonly setting: string;
  /** Null for settings that are computed once, without a seed. */
  readonly seed: number | null;
}

export type StudyEvent =
  | {
      readonly kind: "plan";
      readonly folder: string;
      readonly trials: readonly (TrialId & { readonly totalSteps: number })[];
    }
  | (TrialId & {
      readonly kind: "progress";
      /** What the trial is doing: "train", "clone", "deploy deployed-12", "compute deployed-12", "infer deployed-12", "model plans". */
      readonly stage: string;
      /** Done and total, in `unit`s of the stage. */
      readonly done: number;
      readonly total: number;
      readonly unit: string;
      /** Units per second since the stage began, or since the last event. */
      readonly rate: number;
      /** Mean return of the episodes that ended in the last cycle, under the base objective; null outside training. */
      readonly episodicReturn: number | null;
    })
  | (TrialId & {
      readonly kind: "finished";
      readonly status: "complete" | "interrupted" | "failed";
      readonly error: string | null;
    })
  | { readonly kind: "done"; readonly folder: string; readonly report: string };
