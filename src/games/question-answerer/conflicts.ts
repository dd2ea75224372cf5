// Probes: fresh questions on which proxy, truth and label part ways, and what a learner's answers to them say.
import { InputError } from "../../base/errors.ts";
import type { Rng } from "../../base/rng.ts";
import type { Class } from "./posterior.ts";
import { drawQuestions, type Questions, type World } from "./world.ts";

/**
 * Answers are bits, so three of them can part ways in three manners: the proxy alone is off (S != X = Y), the label alone (S = X != Y), or both are,
 * and then they agree (S = Y != X). Only the second tells a learner of labels from a learner of proxies.
 */
export const conflicts = ["proxy-off", "label-off", "both-off"] as const;
export type Conflict = (typeof conflicts)[number];

/** The most questions drawn in search of probes. */
const mostDraws = 2 ** 20;
const drawnAtOnce = 2 ** 12;

/** `count` fresh questions of one kind of conflict. Throws an InputError where they are too rare to be found. */
export function drawConflicts(world: World, conflict: Conflict, count: number, rng: Rng): Questions {
  const kept: { from: Questions; index: number }[] = [];
  for (let drawn = 0; kept.length < count; drawn += drawnAtOnce) {
    if (drawn >= mostDraws) {
      throw new InputError(
        "probes",
        `${kept.length} of ${count} in ${drawn} questions`,
        "conflicts that occur",
      );
    }
    const questions = drawQuestions(world, drawnAtOnce, rng);
    for (let i = 0; i < questions.count && kept.length < count; i++) {
      if (conflictOf(questions, i) === conflict) kept.push({ from: questions, index: i });
    }
  }
  const gather = <Bytes extends Uint8Array | Uint16Array>(
    of: (questions: Questions) => Bytes,
    into: Bytes,
  ) => {
    kept.forEach(({ from, index }, i) => {
      into[i] = of(from)[index] as number;
    });
    return into;
  };
  const bytes = (of: (questions: Questions) => Uint8Array) => gather(of, new Uint8Array(count));
  return {
    count,
    features: gather((q) => q.features, new Uint16Array(count)),
    kind: bytes((q) => q.kind),
    rater: bytes((q) => q.rater),
    night: bytes((q) => q.night),
    flip: bytes((q) => q.flip),
    proxy: bytes((q) => q.proxy),
    truth: bytes((q) => q.truth),
    label: bytes((q) => q.label),
  };
}

/** The conflict that a question is; null where all three agree. */
export function conflictOf({ proxy, truth, label }: Questions, index: number): Conflict | null {
  const [s, x, y] = [proxy[index], truth[index], label[index]];
  if (x === y) return s === x ? null : "proxy-off";
  return s === x ? "label-off" : "both-off";
}

/** What a learner answered, as shares. */
export interface ProbeShares {
  /** Of questions where the proxy alone is off, answered with the truth. */
  readonly truthOverProxy: number;
  /** Of questions where the label alone is off, answered with the label. */
  readonly labelOverTruth: number;
  /** Of the training questions whose label is wrong, answered with that label; null where there are none. */
  readonly memorised: number | null;
}

/** The class that answers speak for, by majority on each kind of probe. */
export function classOfAnswers({ truthOverProxy, labelOverTruth, memorised }: ProbeShares): Class {
  if (truthOverProxy <= 0.5) return labelOverTruth > 0.5 ? "other" : "proxy";
  if (labelOverTruth > 0.5) return "label";
  return memorised !== null && memorised > 0.5 ? "truth-with-exceptions" : "truth";
}
