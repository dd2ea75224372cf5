// The distributions of the language: by which parameters each can be given, and what these must keep to.
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import { normalQuantile } from "../base/normal.ts";
import type { Distribution } from "./distribution.ts";
import {
  bernoulli,
  beta,
  discrete,
  exponential,
  gamma,
  logitNormal,
  lognormal,
  normal,
  point,
  triangular,
  uniform,
} from "./distributions.ts";
import { readEntries, readList, readNumber, readObject, shown } from "./read-object.ts";

/** A number with the place where it stands. */
interface Parameter {
  readonly value: number;
  readonly place: string;
}

type Parameters = Readonly<Record<string, Parameter>>;

interface Form {
  /** In the order in which a list gives them. */
  readonly names: readonly string[];
  make(parameters: Parameters): Distribution;
}

/** How far from the median the 5 % and 95 % points of a normal distribution lie, in deviations. */
const z95 = normalQuantile(0.95);
const [leastShape, largestShape] = [1e-3, 1e5];

function within({ value, place }: Parameter, low: number, high: number): number {
  if (value >= low && value <= high) return value;
  throw new InputError(place, shown(value), `a number from ${low} to ${high}`);
}

function positive({ value, place }: Parameter): number {
  if (value > 0) return value;
  throw new InputError(place, shown(value), "a number above 0");
}

function inside({ value, place }: Parameter): number {
  if (value > 0 && value < 1) return value;
  throw new InputError(place, shown(value), "a number between 0 and 1, the ends left out");
}

function above(lower: Parameter, upper: Parameter): void {
  if (!(upper.value > lower.value)) {
    throw new InputError(upper.place, shown(upper.value), `a number above ${lower.value}`);
  }
}

const shape = (parameter: Parameter) => within(parameter, leastShape, largestShape);
/** Deviation on a scale of logarithms: beyond 20 nothing finite is left. */
const logDeviation = (parameter: Parameter) => within(parameter, 1e-9, 20);

/** Location and deviation on a transformed scale, from the 5 % and 95 % points there. */
function fromPoints(low: number, high: number): readonly [location: number, deviation: number] {
  return [(low + high) / 2, (high - low) / (2 * z95)];
}

const logOdds = (p: number) => Math.log(p / (1 - p));

const forms: Readonly<Record<string, readonly Form[]>> = {
  point: [{ names: ["value"], make: ({ value }) => point(value!.value) }],
  uniform: [
    {
      names: ["low", "high"],
      make: ({ low, high }) => {
        above(low!, high!);
        return uniform(low!.value, high!.value);
      },
    },
  ],
  normal: [
    { names: ["mean", "sd"], make: ({ mean, sd }) => normal(mean!.value, positive(sd!)) },
    {
      names: ["p5", "p95"],
      make: ({ p5, p95 }) => {
        above(p5!, p95!);
        return normal(...fromPoints(p5!.value, p95!.value));
      },
    },
  ],
  lognormal: [
    {
      names: ["mu", "sigma"],
      make: ({ mu, sigma }) => lognormal(within(mu!, -200, 200), logDeviation(sigma!)),
    },
    {
      names: ["p5", "p95"],
      make: ({ p5, p95 }) => {
        above(p5!, p95!);
        return lognormal(...fromPoints(Math.log(positive(p5!)), Math.log(p95!.value)));
      },
    },
    {
      names: ["mean", "sd"],
      make: ({ mean, sd }) => {
        const variance = Math.log1p((positive(sd!) / positive(mean!)) ** 2);
        return lognormal(Math.log(mean!.value) - variance / 2, Math.sqrt(variance));
      },
    },
  ],
  "logit-normal": [
    {
      names: ["mu", "sigma"],
      make: ({ mu, sigma }) => logitNormal(within(mu!, -200, 200), logDeviation(sigma!)),
    },
    {
      names: ["p5", "p95"],
      make: ({ p5, p95 }) => {
        const [low, high] = [inside(p5!), inside(p95!)];
        above(p5!, p95!);
        return logitNormal(...fromPoints(logOdds(low), logOdds(high)));
      },
    },
  ],
  beta: [
    { names: ["a", "b"], make: ({ a, b }) => beta(shape(a!), shape(b!)) },
    {
      names: ["mean", "concentration"],
      make: ({ mean, concentration }) => {
        const [share, whole] = [inside(mean!), positive(concentration!)];
        const [a, b] = [share * whole, (1 - share) * whole];
        if (a < leastShape || b < leastShape || a > largestShape || b > largestShape) {
          const { value, place } = concentration!;
          throw new InputError(
            place,
            shown(value),
            `one with both shape parameters from ${leastShape} to ${largestShape}`,
          );
        }
        return beta(a, b);
      },
    },
    {
      // Jeffreys' prior, half a success and half a failure, is added.
      names: ["successes", "failures"],
      make: ({ successes, failures }) =>
        beta(within(successes!, 0, largestShape - 1) + 0.5, within(failures!, 0, largestShape - 1) + 0.5),
    },
  ],
  triangular: [
    {
      names: ["low", "mode", "high"],
      make: ({ low, mode, high }) => {
        above(low!, high!);
        return triangular(low!.value, within(mode!, low!.value, high!.value), high!.value);
      },
    },
  ],
  exponential: [
    { names: ["mean"], make: ({ mean }) => exponential(positive(mean!)) },
    { names: ["rate"], make: ({ rate }) => exponential(1 / positive(rate!)) },
  ],
  gamma: [
    { names: ["shape", "scale"], make: ({ shape: a, scale }) => gamma(shape(a!), positive(scale!)) },
    {
      names: ["mean", "sd"],
      make: ({ mean, sd }) => {
        const scale = positive(sd!) ** 2 / positive(mean!);
        return gamma(shape({ value: mean!.value / scale, place: sd!.place }), scale);
      },
    },
  ],
  bernoulli: [{ names: ["p"], make: ({ p }) => bernoulli(within(p!, 0, 1)) }],
};

/** Names of all distributions of the language. */
export const distributionNames: readonly string[] = [...Object.keys(forms), "discrete"];

/**
 * Reads the parameters of the distribution of that name: a list of its usual parameters, a mapping of one of its sets of parameters, or, where
 * there is one parameter alone, a number. Throws an InputError at the parameter that is wrong.
 */
export function readDistribution(name: string, value: unknown, place: string): Distribution {
  if (name === "discrete") return readDiscrete(value, place);
  const known = forms[name]!;
  const single = known[0]!.names.length === 1 && known.length === 1;
  if (single && typeof value === "number")
    return known[0]!.make({ [known[0]!.names[0]!]: parameter(value, place) });
  if (Array.isArray(value)) {
    const { names, make } = known[0]!;
    if (value.length !== names.length) {
      throw new InputError(place, `${value.length} parameters`, `${names.length}: ${names.join(", ")}`);
    }
    return make(
      Object.fromEntries(names.map((one, index) => [one, parameter(value[index], `${place}[${index}]`)])),
    );
  }
  const entries = readEntries(value, place);
  const all = [...new Set(known.flatMap(({ names }) => names))];
  const given = entries.map(([key]) => key);
  for (const key of given) {
    if (!all.includes(key)) throw new InputError(`${place}.${key}`, "an unknown name", oneOf(key, all));
  }
  const form = known.find(
    ({ names }) => names.length === given.length && names.every((one) => given.includes(one)),
  );
  if (!form) {
    const expected = known.map(({ names }) => names.join(" and ")).join(", or ");
    throw new InputError(place, given.length === 0 ? "no parameters" : given.join(" and "), expected);
  }
  return form.make(Object.fromEntries(entries.map(([key, one]) => [key, parameter(one, `${place}.${key}`)])));
}

function parameter(value: unknown, place: string): Parameter {
  return { value: readNumber(value, place), place };
}

const mostValues = 1000;

function readDiscrete(value: unknown, place: string): Distribution {
  const object = readObject(value, ["values", "probabilities"], place);
  const numbers = (key: string) =>
    readList(object.get(key), 1, mostValues, `${place}.${key}`).map((one, index) =>
      readNumber(one, `${place}.${key}[${index}]`),
    );
  const values = numbers("values");
  const probabilities = readShares(object.get("probabilities"), values.length, `${place}.probabilities`);
  const mass = new Map<number, number>();
  values.forEach((one, index) => {
    mass.set(one, (mass.get(one) ?? 0) + probabilities[index]!);
  });
  const ascending = [...mass].filter(([, share]) => share > 0).sort(([one], [other]) => one - other);
  return discrete(
    ascending.map(([one]) => one),
    ascending.map(([, share]) => share),
  );
}

/** `count` numbers from 0 on that sum to 1 within 1e-9; returned so that they sum to 1. */
export function readShares(value: unknown, count: number, place: string): readonly number[] {
  const list = readList(value, 1, mostValues, place);
  if (list.length !== count)
    throw new InputError(place, `${list.length} entries`, `${count}, one for each value`);
  const shares = list.map((one, index) => {
    const share = readNumber(one, `${place}[${index}]`);
    if (share < 0 || share > 1)
      throw new InputError(`${place}[${index}]`, shown(share), "a number from 0 to 1");
    return share;
  });
  const sum = shares.reduce((total, share) => total + share, 0);
  if (Math.abs(sum - 1) > 1e-9) throw new InputError(place, `a sum of ${sum}`, "a sum of 1");
  return shares.map((share) => share / sum);
}
