// Hash of a level -> its picture, from the level sets of a study's deployments.
import type { JsonObject } from "../../../base/hash.ts";
import type { Environment, Frame, ObjectKind } from "../../../environments/environment.ts";
import { type LevelSet, levelAt, levelHash } from "../../../environments/levels.ts";
import { deployedLevels } from "../../../experiments/level-source.ts";
import type { LevelSource } from "../../../shifts/shift.ts";

/** A level as a report draws it. */
export interface LevelPicture {
  readonly frame: Frame;
  readonly objects: readonly ObjectKind[];
  readonly text: string;
}

/** Null for levels of no known set. */
export type LevelLookup = (hash: string) => LevelPicture | null;

/** Levels by hash (environments/levels.ts, levelHash). Sets are asked for, and hashed, at the first question only. */
export function levelLookup(sets: () => readonly LevelSet[]): LevelLookup {
  let known: ReadonlyMap<string, { readonly environment: Environment; readonly level: Uint8Array }> | null =
    null;
  return (hash) => {
    known ??= levelsByHash(sets());
    const found = known.get(hash);
    return found ? picture(found.environment, found.level) : null;
  };
}

function levelsByHash(sets: readonly LevelSet[]) {
  const known = new Map<string, { readonly environment: Environment; readonly level: Uint8Array }>();
  for (const set of sets) {
    for (let index = 0; index < set.count; index++) {
      const level = levelAt(set, index);
      known.set(levelHash(set.environment, level), { environment: set.environment, level });
    }
  }
  return known;
}

function picture(environment: Environment, level: Uint8Array): LevelPicture {
  const batch = environment.batch({ lanes: 1, horizon: 1, observe: false });
  batch.reset(0, level, 0);
  return { frame: batch.frame(0), objects: environment.objects, text: environment.printLevel(level) };
}

/**
 * The level sets that stages of a plan deploy on: those that name a source and how many levels. Equal ones come once.
 */
export function stageLevels(stages: readonly JsonObject[]): readonly LevelSet[] {
  const sets = new Map<string, LevelSet>();
  for (const { source, count, levels } of stages) {
    const size = typeof levels === "number" ? levels : count;
    if (typeof size !== "number" || typeof source !== "object" || source === null) continue;
    const key = JSON.stringify([source, size]);
    if (!sets.has(key)) sets.set(key, deployedLevels(source as unknown as LevelSource, size));
  }
  return [...sets.values()];
}
