// How a study's progress is shown: bars, lines or JSON records, as the terminal would have it.
import type { StudyEvent } from "../trials/progress.ts";
import { trialName } from "./progress-state.ts";
import type { Terminal } from "./terminal.ts";

export interface ProgressView {
  take(event: StudyEvent): void;
  stop(): void;
}

/** The view that suits the terminal; each kind is loaded only where it is used. */
export async function watchStudy(terminal: Terminal): Promise<ProgressView> {
  if (terminal.json) return { take: progressRecords(terminal), stop: () => {} };
  if (terminal.quiet) return { take: () => {}, stop: () => {} };
  if (terminal.live) {
    const { progressBars } = await import("./progress-bars.ts");
    return progressBars(process.stderr);
  }
  const { progressLines } = await import("./progress-lines.ts");
  return { take: progressLines(terminal.say, () => performance.now() / 1000), stop: () => {} };
}

/** One record per event; progress of a trial at most once a second. */
function progressRecords(terminal: Terminal): (event: StudyEvent) => void {
  const lastAt = new Map<string, number>();
  return (event) => {
    if (event.kind === "done") return;
    if (event.kind === "progress") {
      const key = `${trialName(event)} ${event.stage}`;
      const now = performance.now();
      if (event.done < event.total && now - (lastAt.get(key) ?? Number.NEGATIVE_INFINITY) < 1000) return;
      lastAt.set(key, now);
    }
    terminal.record({ ...event });
  };
}
