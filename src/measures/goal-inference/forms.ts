// In which ways an objective can be pursued, and with which noise: the part of the hypotheses that all objectives share.
import { InputError } from "../../base/errors.ts";
import type { Pursuit } from "../../runs/inference-format.ts";
import type { ModelSettings } from "./hypotheses.ts";

export const pursuits: readonly Pursuit[] = ["planner", "myopic", "reactive"];

/**
 * One table of action values A for every objective. Its choices are (1 - lapse) softmax(rationality x A) + lapse/|A|,
 * at each of its rationalities and each lapse of the settings.
 */
export interface Form {
  readonly pursuit: Pursuit;
  readonly noise: "boltzmann" | "soft-optimal";
  /** Of the values; 0 for the reactive pursuit, which looks no further than its next move. */
  readonly discount: number;
  /** Exactly one for soft-optimal choice, whose values are solved at it. */
  readonly rationalities: readonly number[];
  /** Prior probability within an objective, shared equally by the form's rationalities and lapses. */
  readonly share: number;
}

/**
 * All forms: the pursuits are equally likely; the planner is Boltzmann-rational or soft-optimal with equal probability,
 * the myopic discounts and the soft rationalities are equally likely. What the settings leave empty does not exist and
 * has no share. Throws an InputError where nothing is left.
 */
export function formsOf(settings: ModelSettings): readonly Form[] {
  const { discount, rationalities, softRationalities, myopicDiscounts, reactiveRationalities } = settings;
  const boltzmann = (pursuit: Pursuit, at: number, grid: readonly number[]): Form[] =>
    grid.length === 0 ? [] : [{ pursuit, noise: "boltzmann", discount: at, rationalities: grid, share: 1 }];
  const soft = softRationalities.map(
    (rationality): Form => ({
      pursuit: "planner",
      noise: "soft-optimal",
      discount,
      rationalities: [rationality],
      share: 1,
    }),
  );
  const forms = equally([
    equally([boltzmann("planner", discount, rationalities), equally(soft.map((form) => [form]))]),
    equally(
      myopicDiscounts.map((nearer) =>
        boltzmann(
          "myopic",
          nearer,
          rationalities.map((rationality) => (rationality * (1 - discount)) / (1 - nearer)),
        ),
      ),
    ),
    boltzmann("reactive", 0, reactiveRationalities),
  ]);
  if (forms.length === 0) throw new InputError("rationalities", "none", "at least one");
  checkLapses(settings.lapses);
  return forms;
}

/** Puts alternatives together that are equally likely; those without a form are none. */
function equally(alternatives: readonly (readonly Form[])[]): Form[] {
  const filled = alternatives.filter((forms) => forms.length > 0);
  return filled.flatMap((forms) => forms.map((form) => ({ ...form, share: form.share / filled.length })));
}

/** Smaller shares of uniform actions than this are none, and products of probabilities would leave the number range. */
const leastLapse = 1e-12;

function checkLapses(lapses: readonly number[]): void {
  const wrong = lapses.find((lapse) => !(lapse === 0 || (lapse >= leastLapse && lapse <= 1)));
  if (lapses.length > 0 && wrong === undefined) return;
  throw new InputError(
    "lapses",
    String(wrong ?? "none"),
    `one or more numbers, 0 or from ${leastLapse} to 1`,
  );
}
