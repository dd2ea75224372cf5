// One layout with the agent, or an object, everywhere: the levels behind maps of what a policy does.
import { InputError } from "../base/errors.ts";
import type { Environment } from "./environment.ts";
import { agent, floor, wall } from "./grid.ts";
import { interiorOf, isPlayable } from "./level-edits.ts";
import { type LevelSet, levelSet } from "./levels.ts";

/** Where the agent and the object stand; cells are numbered row by row, border included. */
export interface Placement {
  readonly agent: number;
  /** Null where no object was moved. */
  readonly object: number | null;
}

export interface Splay {
  readonly levels: LevelSet;
  /** By level. Row by row of the agent, and for each of the object. */
  readonly placements: readonly Placement[];
  /** Placements on free cells that the world cannot be played on. */
  readonly leftOut: number;
}

/** The layout with the agent on each free cell, its own among them. */
export function agentSplay(environment: Environment, level: Uint8Array): Splay {
  const layout = layoutOf(environment, level, null);
  return splay(
    environment,
    layout,
    layout.free.map((cell) => ({ agent: cell, object: null })),
  );
}

/**
 * The layout with the one object of that letter on each free cell, its own among them. Throws an InputError unless there is
 * exactly one.
 */
export function objectSplay(environment: Environment, level: Uint8Array, letter: string): Splay {
  const layout = layoutOf(environment, level, letter);
  const places = layout.free.filter((cell) => cell !== layout.agentCell);
  return splay(
    environment,
    layout,
    places.map((cell) => ({ agent: layout.agentCell, object: cell })),
  );
}

/** The layout with agent and object on every two free cells. Throws as `objectSplay` does. */
export function pairSplay(environment: Environment, level: Uint8Array, letter: string): Splay {
  const layout = layoutOf(environment, level, letter);
  const pairs = layout.free.flatMap((cell) =>
    layout.free.filter((other) => other !== cell).map((other) => ({ agent: cell, object: other })),
  );
  return splay(environment, layout, pairs);
}

interface Layout {
  /** Agent and object taken away. */
  readonly empty: Uint8Array;
  readonly agentCell: number;
  /** Code of the object's cell, floor where none is moved. */
  readonly thing: number;
  /** Cells that are floor once agent and object are gone. */
  readonly free: readonly number[];
}

function layoutOf(environment: Environment, level: Uint8Array, letter: string | null): Layout {
  const interior = interiorOf(environment);
  const empty = level.slice();
  const agentCell = empty.indexOf(agent);
  empty[agentCell] = floor;
  const objectCell = letter === null ? null : cellOf(environment, level, letter);
  const thing = objectCell === null ? floor : level[objectCell]!;
  if (objectCell !== null) empty[objectCell] = floor;
  // An object moves over the agent's cell only where the agent moves, too.
  return { empty, agentCell, thing, free: interior.filter((cell) => empty[cell] === floor) };
}

function cellOf(environment: Environment, level: Uint8Array, letter: string): number {
  const letters = [...environment.printLevel(level).replaceAll("\n", "")];
  const cells = letters.flatMap((found, cell) => (found === letter ? [cell] : []));
  const [cell] = cells;
  if (cells.length === 1 && level[cell!] !== agent && level[cell!] !== wall && level[cell!] !== floor)
    return cell!;
  throw new InputError("level", `${cells.length} of "${letter}"`, "exactly one object of that letter");
}

function splay(environment: Environment, { empty, thing }: Layout, all: readonly Placement[]): Splay {
  const placements: Placement[] = [];
  const levels: Uint8Array[] = [];
  for (const placement of all) {
    const level = empty.slice();
    if (placement.object !== null) level[placement.object] = thing;
    level[placement.agent] = agent;
    if (!isPlayable(environment, level)) continue;
    placements.push(placement);
    levels.push(level);
  }
  return { levels: levelSet(environment, levels), placements, leftOut: all.length - placements.length };
}
