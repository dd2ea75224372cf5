// Levels from a file that must pass filters: the first that does not is named.
import { InputError } from "../base/errors.ts";
import type { Environment } from "../environments/environment.ts";
import { type LevelSet, levelAt, levelHash, parseLevels } from "../environments/levels.ts";
import { type FilterSetting, type LevelPredicate, levelFilter, usualFiltering } from "./level-filters.ts";

/**
 * The levels of a file (`parseLevels`), all of which must pass the filters of these names (`levelFilter`), `solvable` among them where a goal
 * out of reach is to be refused. Throws an InputError that names the number of the first level that does not pass, its hash, and the filter.
 */
export function checkedLevels(
  environment: Environment,
  text: string,
  filters: readonly string[],
  setting: FilterSetting = usualFiltering,
): LevelSet {
  const levels = parseLevels(environment, text);
  for (const name of filters) requireEach(levels, levelFilter(environment, name, setting), name);
  return levels;
}

/** Throws an InputError that names the number and hash of the first level that does not pass what `words` say. */
export function requireEach(levels: LevelSet, passes: LevelPredicate, words: string): void {
  for (let index = 0; index < levels.count; index++) {
    const level = levelAt(levels, index);
    if (passes(level)) continue;
    const place = `level ${index + 1} (${levelHash(levels.environment, level).slice(0, 12)})`;
    throw new InputError(place, `a level that is not ${words}`, `levels that are ${words}`);
  }
}
