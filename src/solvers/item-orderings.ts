// Best orders in which to take the items of a level: dynamic programming over what is left and where the agent stands.
import { type Environment, eventWeights, type Objective } from "../environments/environment.ts";
import { checkSetting } from "./backup.ts";
import { end, type ItemGraph, itemGraph, nothing } from "./item-graph.ts";
import { type ItemValues, playOrder } from "./item-play.ts";

/** Values closer than this are the same value with other rounding. */
const rounding = 1e-9;
/** Entries of a table by steps to go beyond which there is none: 2^24 numbers are 128 MiB. */
const largestTable = 2 ** 24;

/** What the best play of a level is worth, from below and from above. */
export interface ItemBounds {
  readonly low: number;
  readonly high: number;
}

/**
 * Bounds on the best value of an episode, or null where more than items matters or there are too many configurations (some sixteen items).
 *
 * From above: the best order of items as if the agent took what it goes for and nothing on the way,
 *
 *     V(c, i, h) = max over items j with d(i, j) <= h of discount^(d(i, j) - 1) r(c, j) + discount^d(i, j) V(c_j, j, h - d(i, j)), or 0,
 *
 * where c_j is what is left after j. Every episode takes items in some order, none sooner than walking allows, and waiting never helps: what
 * follows is worth at least 0, because the order may end anywhere. So no play is worth more. From below: that order, played in the world
 * itself, where the agent does take what lies on its way, and thinks anew whenever it has; of shortest ways it prefers those that touch least.
 *
 * Where both are the same, the value is exact. That is so where taking things on the way never hurts, among keys and chests for these wants:
 * - chests, with steps enough: a key more never closes a chest, and a chest opened in passing only comes sooner;
 * - keys, or both, where there are at least as many chests as keys: to open a chest in passing never ends the episode early.
 * Elsewhere the two may differ: with more keys than chests, the last chest opened in passing ends the episode of one who wants keys; where
 * surplus keys cost something, so does passing over them; and a key spent in passing can be missed in the last steps before the horizon.
 */
export function itemOrderings(
  environment: Environment,
  level: Uint8Array,
  objective: Objective,
  setting: { readonly horizon: number; readonly discount: number },
): ItemBounds | null {
  checkSetting(setting.horizon, setting.discount);
  const graph = itemGraph(environment, level);
  return graph && boundsOf(graph, eventWeights(environment, objective), setting);
}

/** First without a horizon, which mostly does not matter; then with it, where that leaves something open. */
function boundsOf(
  graph: ItemGraph,
  weights: Float64Array,
  setting: { readonly horizon: number; readonly discount: number },
): ItemBounds {
  const { horizon, discount } = setting;
  const rewards = itemRewards(graph, weights);
  const start = graph.items.length;
  const endless = endlessValues(graph, rewards, discount);
  const high = endless.valueAt(0, start, horizon);
  const low = playOrder(graph, weights, endless, setting);
  if (high - low <= rounding || horizon === Infinity) return joined(low, high);
  if (graph.order.length * (start + 1) * (horizon + 1) > largestTable) return joined(low, high);
  const timed = timedValues(graph, rewards, discount, horizon);
  const played = playOrder(graph, weights, timed, setting);
  return joined(Math.max(low, played), Math.min(high, timed.valueAt(0, start, horizon)));
}

/** Bounds that differ by rounding are one number, that of the play. */
function joined(low: number, high: number): ItemBounds {
  return high - low <= rounding ? { low, high: low } : { low, high };
}

/** r(c, j) = weights . events of taking item j. [configurations, items] */
function itemRewards({ successors, events }: ItemGraph, weights: Float64Array): Float64Array {
  const kinds = weights.length;
  return Float64Array.from(successors, (_, row) => {
    let worth = 0;
    for (let event = 0; event < kinds; event++) worth += weights[event]! * events[row * kinds + event]!;
    return worth;
  });
}

/** Steps from where the agent stands to an item. */
function stepsTo({ items, fromStart, distances }: ItemGraph, at: number, item: number): number {
  return at === items.length ? fromStart[item]! : distances[at * items.length + item]!;
}

/** Of orders that are worth the same, the one that is done first. */
function endlessValues(graph: ItemGraph, rewards: Float64Array, discount: number): ItemValues {
  const { order, successors, items } = graph;
  const places = items.length + 1;
  const values = new Float64Array(order.length * places);
  const steps = new Int32Array(order.length * places);
  const choices = new Int8Array(order.length * places).fill(nothing);
  const powers = Float64Array.from({ length: 1 + longestWay(graph) }, (_, n) => discount ** n);
  for (let index = order.length - 1; index >= 0; index--) {
    const configuration = order[index]!;
    for (let at = 0; at < places; at++) {
      const here = configuration * places + at;
      for (let item = 0; item < items.length; item++) {
        const row = configuration * items.length + item;
        const next = successors[row]!;
        if (next === nothing) continue;
        const way = stepsTo(graph, at, item);
        const then = next * places + item;
        const value = powers[way - 1]! * rewards[row]! + (next === end ? 0 : powers[way]! * values[then]!);
        const duration = way + (next === end ? 0 : steps[then]!);
        const same = Math.abs(value - values[here]!) <= rounding * rounding;
        if (same ? duration >= steps[here]! : value < values[here]!) continue;
        values[here] = value;
        steps[here] = duration;
        choices[here] = item;
      }
    }
  }
  return {
    valueAt: (configuration, at) => values[configuration * places + at]!,
    choiceAt: (configuration, at) => choices[configuration * places + at]!,
  };
}

function longestWay({ fromStart, distances }: ItemGraph): number {
  return distances.reduce((longest, way) => Math.max(longest, way), Math.max(0, ...fromStart));
}

/** The same for every number of steps to go: [configurations, items + 1, horizon + 1]. */
function timedValues(graph: ItemGraph, rewards: Float64Array, discount: number, horizon: number): ItemValues {
  const { order, successors, items } = graph;
  const places = items.length + 1;
  const times = horizon + 1;
  const values = new Float64Array(order.length * places * times);
  /** What each item brings with that many steps to go; 0 where it cannot be had in time. Written to out[0 ... times). */
  const bring = (configuration: number, at: number, item: number, out: Float64Array): void => {
    const row = configuration * items.length + item;
    const next = successors[row]!;
    const way = stepsTo(graph, at, item);
    out.fill(0);
    if (next === nothing) return;
    const sooner = discount ** (way - 1);
    const gain = sooner * rewards[row]!;
    const then = (next * places + item) * times - way;
    for (let toGo = way; toGo < times; toGo++) {
      out[toGo] = gain + (next === end ? 0 : sooner * discount * values[then + toGo]!);
    }
  };
  const brought = new Float64Array(times);
  for (let index = order.length - 1; index >= 0; index--) {
    const configuration = order[index]!;
    for (let at = 0; at < places; at++) {
      const here = (configuration * places + at) * times;
      for (let item = 0; item < items.length; item++) {
        bring(configuration, at, item, brought);
        for (let toGo = 1; toGo < times; toGo++) {
          if (brought[toGo]! > values[here + toGo]!) values[here + toGo] = brought[toGo]!;
        }
      }
    }
  }
  return {
    valueAt: (configuration, at, toGo) => values[(configuration * places + at) * times + toGo]!,
    choiceAt: (configuration, at, toGo) => {
      const best = values[(configuration * places + at) * times + toGo]!;
      if (best <= 0) return nothing;
      for (let item = 0; item < items.length; item++) {
        bring(configuration, at, item, brought);
        if (brought[toGo]! >= best) return item;
      }
      return nothing;
    },
  };
}
