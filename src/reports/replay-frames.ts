// Replays -> what the page's player needs: episodes repeated once, stored as indices into a table of distinct moves.
import type { Environment, Frame } from "../environments/environment.ts";
import { replayEpisode } from "../rollouts/replay.ts";
import type { ReplayEpisode } from "../runs/format.ts";
import type { PlayerData, PlayerLevel, PlayerMove, PlayerWorld } from "./player/data.ts";
import { eventName } from "./words.ts";

/** Collects worlds, levels and moves, each distinct one once. */
export class ReplayEncoder {
  readonly #worlds = new Indexed<PlayerWorld>();
  readonly #levels = new Indexed<PlayerLevel>();
  readonly #moves = new Indexed<PlayerMove>();

  /** Index of a world's names, shapes and weights. */
  world(environment: Environment): number {
    return this.#worlds.indexOf({
      actions: environment.actions,
      events: environment.events.map(eventName),
      shapes: Object.fromEntries(environment.objects.map(({ letter, shape }) => [letter, shape])),
      objectives: environment.objectives.map(({ name, weights }) => ({
        name: name.replaceAll("-", " "),
        weights: environment.events.map((event) => weights[event] ?? 0),
      })),
    });
  }

  /** Repeats an episode; gives the index of its level followed by those of its moves. */
  episode(environment: Environment, episode: ReplayEpisode, horizon: number): readonly number[] {
    const { frames, events } = replayEpisode(environment, episode, horizon);
    const first = frames[0]!;
    const level = this.#levels.indexOf({
      height: first.height,
      width: first.width,
      cells: first.cells,
      notes: first.notes.map(({ label, value }) => [label, value]),
    });
    const moves = events.map((happened, step) =>
      this.#moves.indexOf(moveBetween(frames[step]!, frames[step + 1]!, episode.actions[step]!, happened)),
    );
    return [level, ...moves];
  }

  /** Everything collected so far. */
  tables(): Pick<PlayerData, "worlds" | "levels" | "moves"> {
    return { worlds: this.#worlds.items, levels: this.#levels.items, moves: this.#moves.items };
  }
}

/** Distinct values in the order in which they first came. */
class Indexed<Value> {
  readonly items: Value[] = [];
  readonly #places = new Map<string, number>();

  indexOf(value: Value): number {
    const name = JSON.stringify(value);
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    this.#places.set(name, this.items.length);
    return this.items.push(value) - 1;
  }
}

function moveBetween(before: Frame, after: Frame, action: number, happened: Uint8Array): PlayerMove {
  const cells = after.cells.flatMap((letters, cell) =>
    letters === before.cells[cell] ? [] : [cell, letters],
  );
  const events = [...happened].flatMap((count, event) => (count === 0 ? [] : [event, count]));
  const notes = after.notes.map(({ value }, note) => value - (before.notes[note]?.value ?? 0));
  return [action, cells, events, notes];
}
