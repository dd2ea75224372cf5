// Progress where nothing can be redrawn: a plain line every ten seconds, and one for each trial that ends.
import type { StudyEvent } from "../trials/progress.ts";
import { StudyState, type TrialState, trialFigures } from "./progress-state.ts";

const secondsBetweenLines = 10;

/** Calls `say` with a line when there is something to say; `now` is in seconds. */
export function progressLines(say: (line: string) => void, now: () => number): (event: StudyEvent) => void {
  const state = new StudyState();
  let spoken = now();
  return (event) => {
    const trial = state.apply(event);
    if (event.kind === "plan") say(`study folder: ${event.folder} (${event.trials.length} trials)`);
    if (event.kind === "finished" && trial) say(`${line(trial)}; ${state.tally()}`);
    if (event.kind !== "progress" || now() - spoken < secondsBetweenLines) return;
    spoken = now();
    const running = [...state.trials.values()].filter((one) => one.status === "running");
    say(`${running.map(line).join(" | ")}; ${state.tally()}`);
  };
}

function line(trial: TrialState): string {
  return `${trial.name}: ${trialFigures(trial).join(", ")}`;
}
