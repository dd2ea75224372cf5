// Long computations that can be watched and stopped: generators that yield how much of them is done.

/** Yields the share done so far, from 0 to 1, every few milliseconds of work; returns the result. */
export type Work<Result> = Generator<number, Result, void>;

/** Does the work at once. */
export function finished<Result>(work: Work<Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

export interface Watching {
  /** Aborted where the work is to stop. */
  readonly signal?: AbortSignal;
  /** Told the share done, about ten times a second. */
  readonly onProgress?: (share: number) => void;
}

/** How long to work before waiting messages, such as the wish to stop, are let in. In ms. */
const turn = 50;

/** Does the work in turns, between which others may act. Throws the signal's reason where it is aborted. */
export async function watched<Result>(
  work: Work<Result>,
  { signal, onProgress }: Watching = {},
): Promise<Result> {
  let last = performance.now();
  for (;;) {
    signal?.throwIfAborted();
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() - last < turn) continue;
    onProgress?.(step.value);
    await new Promise((resolve) => {
      setTimeout(resolve);
    });
    last = performance.now();
  }
}

/** The same work as the part of a longer one: its shares are told between `from` and `to`. */
export function* part<Result>(work: Work<Result>, from: number, to: number): Work<Result> {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    yield from + step.value * (to - from);
  }
}
