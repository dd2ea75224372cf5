// One tick of the world of monsters, told anew on frames: every order of monsters and every choice, with weights by the exponential function.
import type { Frame } from "../../src/environments/environment.ts";

interface Position {
  mouse: number;
  monsters: number[];
  apples: number[];
  shields: number[];
  held: number;
}

/** Every outcome as JSON of [frame, events, terminated], with its probability. `had`: what the level had at first. */
export function naiveTick(
  frame: Frame,
  action: number,
  had: Readonly<Record<string, number>>,
): Map<string, number> {
  const { width, cells } = frame;
  const steps = [-width, -1, width, 1, 0];
  const isWall = (cell: number) => cells[cell] === "#";
  const find = (letter: string) => cells.flatMap((letters, cell) => (letters.includes(letter) ? [cell] : []));
  const from = find("@")[0]!;
  const ahead = from + steps[action]!;
  const to = isWall(ahead) ? from : ahead;
  const distances = distancesFrom(to, steps, isWall);
  const wishes = find("m").map((cell) => wishesOf(cell, steps, isWall, distances));
  const outcomes = new Map<string, number>();
  const orders = permutations(find("m").map((_, index) => index));
  for (const { aims, probability } of combinations(wishes)) {
    for (const order of orders) {
      const after: Position = {
        mouse: to,
        monsters: find("m"),
        apples: find("a"),
        shields: find("s"),
        held: frame.notes[0]!.value,
      };
      let crossed = -1;
      for (const index of order) {
        const cell = after.monsters[index]!;
        const aim = aims[index]!;
        if (aim !== cell && after.monsters.includes(aim)) continue;
        after.monsters[index] = aim;
        if (cell === to && aim === from && from !== to) crossed = aim;
      }
      const outcome = conclude(frame, after, crossed, had);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + probability / orders.length);
    }
  }
  return outcomes;
}

/** Shields, contacts, apples and the end, once all have moved. */
function conclude(
  frame: Frame,
  after: Position,
  crossed: number,
  had: Readonly<Record<string, number>>,
): string {
  const events = [0, 0, 0, 0, 0];
  if (after.shields.includes(after.mouse)) {
    events[1] = 1;
    events[2] = after.monsters.length === 0 ? 1 : 0;
    after.shields = after.shields.filter((cell) => cell !== after.mouse);
    after.held++;
  }
  for (const cell of [crossed, after.mouse]) {
    if (!after.monsters.includes(cell)) continue;
    if (after.held > 0) {
      after.held--;
      events[4]!++;
      after.monsters = after.monsters.filter((other) => other !== cell);
    } else events[3]!++;
  }
  if (after.apples.includes(after.mouse)) {
    events[0] = 1;
    after.apples = after.apples.filter((cell) => cell !== after.mouse);
  }
  const kills = had.monsters! - after.monsters.length;
  const over = after.apples.length === 0 && kills === Math.min(had.monsters!, had.shields!);
  const cells = frame.cells.map((letters, cell) =>
    letters === "#"
      ? "#"
      : `${after.apples.includes(cell) ? "a" : ""}${after.shields.includes(cell) ? "s" : ""}${after.monsters.includes(cell) ? "m" : ""}${after.mouse === cell ? "@" : ""}`,
  );
  const values = [after.held, after.monsters.length, after.apples.length];
  const notes = frame.notes.map(({ label }, index) => ({ label, value: values[index] }));
  return JSON.stringify([{ height: frame.height, width: frame.width, cells, notes }, events, over ? 1 : 0]);
}

function distancesFrom(start: number, steps: readonly number[], isWall: (cell: number) => boolean) {
  const distances = new Map([[start, 0]]);
  for (const [cell, distance] of distances) {
    for (const step of steps) {
      const next = cell + step;
      if (!isWall(next) && !distances.has(next)) distances.set(next, distance + 1);
    }
  }
  return distances;
}

/** Where a monster may want to be, with probabilities: softmax of -3 x distance; evenly where no way leads to the mouse. */
function wishesOf(
  cell: number,
  steps: readonly number[],
  isWall: (cell: number) => boolean,
  distances: ReadonlyMap<number, number>,
): { aim: number; probability: number }[] {
  const aims = steps.map((step) => cell + step).filter((aim) => !isWall(aim));
  const weights = aims.map((aim) => Math.exp(-3 * (distances.get(aim) ?? 0)));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return aims.map((aim, index) => ({ aim, probability: weights[index]! / sum }));
}

function combinations(
  wishes: readonly { aim: number; probability: number }[][],
): { aims: number[]; probability: number }[] {
  let all = [{ aims: [] as number[], probability: 1 }];
  for (const options of wishes) {
    all = all.flatMap(({ aims, probability }) =>
      options.map((option) => ({
        aims: [...aims, option.aim],
        probability: probability * option.probability,
      })),
    );
  }
  return all;
}

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) =>
    permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}
