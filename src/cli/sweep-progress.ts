// Progress of a sweep, whose trials are too many for a bar each: lines, or JSON records.
import type { StudyEvent } from "../trials/progress.ts";
import { StudyState, trialFigures } from "./progress-state.ts";
import type { Terminal } from "./terminal.ts";

const secondsBetweenLines = 10;

/** Takes every event of the sweep; `now` is in seconds. */
export function watchSweep(
  terminal: Terminal,
  now: () => number = () => performance.now() / 1000,
): (event: StudyEvent) => void {
  const state = new StudyState();
  let spoken = now();
  const recorded = new Map<string, number>();
  return (event) => {
    const trial = state.apply(event);
    if (event.kind === "plan") {
      const runs = `${event.trials.length} run${event.trials.length === 1 ? "" : "s"} to do`;
      terminal.say(`sweep folder: ${event.folder} (${runs})`);
    }
    if (event.kind === "finished" && trial)
      terminal.say(`${trial.name}: ${trialFigures(trial).join(", ")}; ${state.tally()}`);
    if (event.kind === "progress" && now() - spoken >= secondsBetweenLines) {
      spoken = now();
      const running = [...state.trials.values()].filter((one) => one.status === "running");
      const lines = running.map((one) => `${one.name}: ${trialFigures(one).join(", ")}`);
      terminal.say(`${lines.join(" | ")}; ${state.tally()}`);
    }
    if (event.kind === "done" || !terminal.json) return;
    if (event.kind === "progress") {
      // Once a second and trial, as `innergap run` has it.
      const key = `${trial?.name} ${event.stage}`;
      if (event.done < event.total && now() - (recorded.get(key) ?? Number.NEGATIVE_INFINITY) < 1) return;
      recorded.set(key, now());
    }
    terminal.record({ ...event });
  };
}
