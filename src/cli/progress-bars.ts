// Progress in a terminal: one bar per trial, redrawn in place.
import cliProgress from "cli-progress";
import type { StudyEvent } from "../trials/progress.ts";
import { StudyState, type TrialState, trialFigures } from "./progress-state.ts";
import { harmless, showCursorAtExit } from "./terminal.ts";

export interface ProgressBars {
  take(event: StudyEvent): void;
  /** Leaves the last picture standing and gives the cursor back. */
  stop(): void;
}

/** Bars on stderr, at most ten pictures a second. */
export function progressBars(stream: NodeJS.WritableStream): ProgressBars {
  const state = new StudyState();
  const bars = new Map<TrialState, cliProgress.SingleBar>();
  showCursorAtExit(stream);
  const multibar = new cliProgress.MultiBar({
    stream,
    format: "{name} [{bar}] {figures}",
    barCompleteChar: "#",
    barIncompleteChar: ".",
    barsize: 20,
    hideCursor: true,
    linewrap: false,
    // A trial that is all done shows a full bar, and signals are ours to handle.
    emptyOnZero: true,
    gracefulExit: false,
  });
  const show = (trial: TrialState, widest: number) => {
    const payload = { name: harmless(trial.name, false).padEnd(widest), figures: figures(trial) };
    const known = bars.get(trial);
    if (known) {
      known.setTotal(Math.max(1, trial.total));
      known.update(trial.done, payload);
    } else {
      bars.set(trial, multibar.create(Math.max(1, trial.total), trial.done, payload));
    }
  };
  return {
    take(event) {
      const trial = state.apply(event);
      const widest = Math.max(0, ...[...state.trials.keys()].map((name) => name.length));
      if (event.kind === "plan") {
        stream.write(`study folder: ${harmless(event.folder, false)}\n`);
        for (const one of state.trials.values()) show(one, widest);
      } else if (trial) show(trial, widest);
    },
    stop: () => multibar.stop(),
  };
}

function figures(trial: TrialState): string {
  return harmless(trialFigures(trial).join("  "), false);
}
