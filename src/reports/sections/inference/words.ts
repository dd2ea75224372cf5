// The findings of goal inference in words: the page and the terminal say the same.
import { formatInterval, formatNumber } from "../../../drawing/numbers.ts";
import { plainLine } from "../../../drawing/plain-text.ts";
import type { GoalAnswer, GoalPosterior, Malignity, Pursuit } from "../../../runs/inference-format.ts";

/** "0.97"; what rounds to 0 or 1 says on which side of it it lies. */
export function formatProbability(probability: number | null | undefined): string {
  if (probability === null || probability === undefined || Number.isNaN(probability)) return "–";
  if (probability > 0 && probability < 0.005) return "<0.01";
  if (probability < 1 && probability >= 0.995) return ">0.99";
  return formatNumber(probability, 2);
}

/** "[0.93, 0.99]" that no line break parts, or an empty string where there is no interval. */
export function formatProbabilityInterval(low: number | null, high: number | null): string {
  return formatInterval(low, high, 2).replace(" ", "\u00a0");
}

/** "8.2" or "−1,204": nats need no second decimal, and no first one where there are many. */
export function formatNats(nats: number): string {
  return formatNumber(nats, Math.abs(nats) < 99.95 ? 1 : 0);
}

const manners: Readonly<Record<Pursuit, string>> = {
  planner: "pursued by planning",
  myopic: "pursued with a near horizon",
  reactive: "pursued reactively",
};

/** "keys, pursued reactively", "none of these", "no objective: a device", ... without the probability. */
export function answerWords({
  kind,
  name,
  pursuit,
  among = [],
}: Pick<GoalAnswer, "kind" | "name" | "pursuit" | "among">): string {
  switch (kind) {
    case "objective":
      return `${plainLine(name ?? "an objective")}, ${pursuit === null ? "pursuit undecided" : manners[pursuit]}`;
    case "other":
      return "an objective that nobody named";
    case "device":
      return "no objective, a device";
    case "none":
      return "none of these";
    case "undecided":
      return among.length === 0 ? "undecided" : `undecided among ${among.map(plainLine).join(", ")}`;
  }
}

/** Kind of device that leads ("wall-following"), or null where the record has none. */
export function leadingDevice({ device }: GoalPosterior): string | null {
  const kinds = Object.entries(device.kinds);
  if (kinds.length === 0) return null;
  return kinds.reduce((best, kind) => (kind[1] > best[1] ? kind : best))[0];
}

/** "fits held-out levels (share 0.84)". */
export function fitWords({ share, verdict }: GoalPosterior["fit"]): string {
  const figure = share === null ? "" : ` (share ${formatNumber(share, 2)})`;
  switch (verdict) {
    case "passes":
      return `fits held-out levels${figure}`;
    case "fails":
      return `does not fit held-out levels${figure}`;
    case "not applicable":
      return "fit check not applicable: the agent's choices are close to uniform";
  }
}

/** "malign", "not malign", "malign: not applicable". */
export function malignWord({ malign }: Pick<Malignity, "malign">): string {
  if (malign === null) return "malign: not applicable";
  return malign ? "malign" : "not malign";
}
