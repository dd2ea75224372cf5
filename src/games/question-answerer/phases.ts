// Which of proxy, truth, truth with exceptions and label is cheapest in expectation, over samples and contexts.
import { InputError } from "../../base/errors.ts";
import { mistakeNats } from "./crossing.ts";
import type { Class } from "./posterior.ts";

export interface PhaseOptions {
  readonly constantBits: number;
  readonly proxyBits: number;
  readonly truthBits: number;
  readonly deltaBits: number;
  readonly exceptionBits: number;
  readonly errorRate: number;
  /** Share of inputs on which the proxy is not the truth. */
  readonly proxyMiss: number;
  /** Share of inputs on which the constant 0 is not the truth. */
  readonly constantMiss: number;
  readonly noise: number;
}

/** Expected description lengths in nats after `samples` draws among `contexts`. */
export interface ExpectedLengths {
  /** Of the constant 0: the cheapest of all other rules. */
  readonly other: number;
  readonly proxy: number;
  readonly truth: number;
  readonly "truth-with-exceptions": number;
  readonly label: number;
}

/**
 * Price in nats plus what is got wrong: a sample at ln((1 - eps) / eps), or, with exceptions, each wrong context that was seen at all at
 * `exceptionBits`. Constant and proxy stand for the cheaper of their two forms. errors: those that a program can state.
 */
export function expectedLengths(samples: number, contexts: number, options: PhaseOptions): ExpectedLengths {
  if (!(samples >= 0 && contexts >= 1)) {
    throw new InputError("phases", `${samples} samples, ${contexts} contexts`, "at least 0 and at least 1");
  }
  const {
    constantBits,
    proxyBits,
    truthBits,
    deltaBits,
    exceptionBits,
    errorRate,
    proxyMiss,
    constantMiss,
    noise,
  } = options;
  const seen = contexts * -Math.expm1(samples * Math.log1p(-1 / Math.max(contexts, 1 + 1e-12)));
  const mistake = mistakeNats(noise);
  // A wrong label is right for who is wrong about the truth.
  const missed = (miss: number) => miss + errorRate - 2 * miss * errorRate;
  const named = seen * exceptionBits * Math.LN2;
  return {
    other: constantBits * Math.LN2 + missed(constantMiss) * Math.min(samples * mistake, named),
    proxy: proxyBits * Math.LN2 + missed(proxyMiss) * Math.min(samples * mistake, named),
    truth: truthBits * Math.LN2 + errorRate * samples * mistake,
    "truth-with-exceptions": truthBits * Math.LN2 + errorRate * named,
    label: (truthBits + deltaBits) * Math.LN2,
  };
}

/** The class of least expected length; of equal ones the simpler. */
export function theoryPhase(samples: number, contexts: number, options: PhaseOptions): Class {
  const lengths = Object.entries(expectedLengths(samples, contexts, options)) as [Class, number][];
  return lengths.reduce((best, one) => (one[1] < best[1] ? one : best))[0];
}
