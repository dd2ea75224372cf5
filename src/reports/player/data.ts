// What the replay player is given, and how it makes an episode's moments out of it.

/** Names, shapes and weights of one world. */
export interface PlayerWorld {
  readonly actions: readonly string[];
  readonly events: readonly string[];
  /** Shape word by letter. */
  readonly shapes: Readonly<Record<string, string>>;
  /** Weights: [events] */
  readonly objectives: readonly { readonly name: string; readonly weights: readonly number[] }[];
}

/** A grid before the first action; notes as label and value. */
export interface PlayerLevel {
  readonly height: number;
  readonly width: number;
  /** [height * width] */
  readonly cells: readonly string[];
  readonly notes: readonly (readonly [string, number])[];
}

/** What one step changes: action, cells as (index, letters) pairs, events as (index, count) pairs, change of each note. */
export type PlayerMove = readonly [
  action: number,
  cells: readonly (number | string)[],
  events: readonly number[],
  notes: readonly number[],
];

/** The recorded episodes of one policy with one seed; each is its level's index followed by its moves'. */
export interface PlayerTrack {
  readonly label: string;
  readonly episodes: readonly (readonly number[])[];
}

/** One deployment of one setting. */
export interface PlayerScene {
  readonly setting: string;
  readonly name: string;
  readonly side: "training" | "deployed";
  readonly title: string;
  readonly world: number;
  readonly policies: readonly {
    readonly policy: string;
    readonly label: string;
    readonly tracks: readonly PlayerTrack[];
  }[];
}

export interface PlayerData {
  readonly worlds: readonly PlayerWorld[];
  readonly levels: readonly PlayerLevel[];
  readonly moves: readonly PlayerMove[];
  readonly scenes: readonly PlayerScene[];
}

/** One moment of an episode. */
export interface PlayerMoment {
  readonly cells: readonly string[];
  readonly notes: readonly number[];
  /** -1 before the first one. */
  readonly action: number;
  /** Events of this step as (index, count) pairs. */
  readonly events: readonly number[];
  /** How often each event has happened so far. [events] */
  readonly totals: readonly number[];
}

/** All moments of an episode, one more than its moves. */
export function playerMoments(
  data: Pick<PlayerData, "levels" | "moves">,
  world: PlayerWorld,
  episode: readonly number[],
): PlayerMoment[] {
  const level = data.levels[episode[0]!]!;
  let cells = level.cells.slice();
  let notes = level.notes.map((note) => note[1]);
  let totals = world.events.map(() => 0);
  const moments: PlayerMoment[] = [{ cells, notes, action: -1, events: [], totals }];
  for (const index of episode.slice(1)) {
    const [action, changed, events, noteChanges] = data.moves[index]!;
    cells = cells.slice();
    for (let i = 0; i < changed.length; i += 2) cells[changed[i] as number] = changed[i + 1] as string;
    notes = notes.map((value, note) => value + noteChanges[note]!);
    totals = totals.slice();
    for (let i = 0; i < events.length; i += 2) totals[events[i]!]! += events[i + 1]!;
    moments.push({ cells, notes, action, events, totals });
  }
  return moments;
}

/** Sum of weight x count: the score without discount. */
export function playerScore(weights: readonly number[], totals: readonly number[]): number {
  return weights.reduce((sum, weight, event) => sum + weight * totals[event]!, 0);
}

/** What happened in a step, in words. */
export function playerStepText(world: PlayerWorld, moment: PlayerMoment): string {
  if (moment.action < 0) return "start";
  const parts = [world.actions[moment.action]!];
  for (let i = 0; i < moment.events.length; i += 2) {
    const count = moment.events[i + 1]!;
    parts.push(world.events[moment.events[i]!]! + (count > 1 ? ` × ${count}` : ""));
  }
  return parts.join(", ");
}
