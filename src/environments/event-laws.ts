// Laws about events: they account for objectives, keep within declared limits, and come from items alone where that is declared.
import { type Environment, eventWeights, idleAction } from "./environment.ts";
import { moveOffsets, wall } from "./grid.ts";
import { demand, isOver, type LawWorld, player, randomLevel } from "./lawful-play.ts";
import { asGrid } from "./wall-following.ts";

/** Counts are bytes: one that has reached this may as well have passed it. */
const overflowing = 255;

/**
 * The return of an episode is the same from the events of all its steps together and step by step; objectives weigh events of the world
 * alone; no count leaves its byte or passes a limit that the world declares.
 */
export function accountingEvents(world: LawWorld): void {
  const { environment, horizon, rng } = world;
  const { events, objectives } = environment;
  const batch = environment.batch({ lanes: 1, horizon });
  const level = randomLevel(world);
  const text = environment.printLevel(level);
  const weights = objectives.map((objective) => eventWeights(environment, objective));
  const returns = new Float64Array(objectives.length);
  const totals = new Float64Array(events.length);
  const { act, chance } = player(environment, String(rng.uint32()));
  batch.reset(0, level, 0);
  while (!isOver(batch, 0)) {
    batch.stepLane(0, act(), chance);
    const counts = Array.from(batch.events);
    const full = counts.findIndex((count) => count >= overflowing);
    demand(full < 0, `${events[full]} is counted ${overflowing} times in one step`, text);
    requireLimits(environment, level, counts, "step", text);
    weights.forEach((list, index) => {
      returns[index]! += counts.reduce((sum, count, event) => sum + list[event]! * count, 0);
    });
    counts.forEach((count, event) => {
      totals[event]! += count;
    });
  }
  requireLimits(environment, level, Array.from(totals), "episode", text);
  objectives.forEach(({ name, weights: named }, index) => {
    const accounted = Object.entries(named).reduce(
      (sum, [event, weight]) => sum + weight * totals[events.indexOf(event)]!,
      0,
    );
    const close = Math.abs(accounted - returns[index]!) <= 1e-9 * (1 + Math.abs(accounted));
    demand(close, `${name} is worth ${returns[index]} step by step, and ${accounted} by its events`, text);
  });
}

function requireLimits(
  environment: Environment,
  level: Uint8Array,
  counts: readonly number[],
  period: "step" | "episode",
  text: string,
): void {
  const limits = environment.eventLimits?.(level) ?? {};
  for (const [event, limit] of Object.entries(limits)) {
    const index = environment.events.indexOf(event);
    demand(index >= 0, `limits are declared for the event ${event}, which the world does not emit`);
    const most = limit[period];
    const often = counts[index]!;
    demand(
      most === undefined || often <= most,
      `${event} happens ${often} times in one ${period}, not ${most}`,
      text,
    );
  }
}

/**
 * Where only items matter: a step in which something happens, or in which more than the agent's cell changes, has led the agent to another
 * cell; it changes what lies about or ends the episode; and entering that cell from any other side does the same.
 */
export function onlyItems(world: LawWorld): void {
  const { environment, horizon, rng } = world;
  const grid = asGrid(environment);
  if (grid === null || !grid.onlyItems) return;
  demand(!grid.stochastic && !grid.autonomous, "a world in which only items matter moves by itself");
  const played = grid.batch({ lanes: 1, horizon });
  const again = grid.batch({ lanes: 1, horizon });
  const level = randomLevel(world);
  const text = grid.printLevel(level);
  const { act, chance } = player(grid, String(rng.uint32()));
  const [before, after] = [new Int32Array(grid.stateLength), new Int32Array(grid.stateLength)];
  for (const batch of [played, again]) batch.reset(0, level, 0);
  while (!isOver(played, 0)) {
    played.saveState(0, before, 0);
    const action = rng.below(8) === 0 ? idleAction(grid) : act();
    played.stepLane(0, action, chance);
    played.saveState(0, after, 0);
    const effect = effectOf(played.events, played.terminated, after);
    const changed = after.some((word, index) => index > 0 && word !== before[index]);
    const happened = changed || played.terminated[0] === 1 || played.events.some((count) => count > 0);
    if (!happened) continue;
    demand(after[0] !== before[0], "something happens where no item is entered", text);
    demand(changed || played.terminated[0] === 1, "events happen without an item being taken", text);
    const [entered] = after;
    for (const [side, move] of moveOffsets(grid.width).entries()) {
      if (level[entered! - move] === wall) continue;
      before[0] = entered! - move;
      again.loadState(0, before, 0);
      again.stepLane(0, side, chance);
      again.saveState(0, after, 0);
      const same = effectOf(again.events, again.terminated, after) === effect;
      demand(same, "an item does something else when it is entered from another side", text);
    }
  }
}

function effectOf(events: Uint8Array, terminated: Uint8Array, words: Int32Array): string {
  return JSON.stringify([[...events], terminated[0], [...words]]);
}
