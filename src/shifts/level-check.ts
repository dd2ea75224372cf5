// Levels from a file that must pass filters: the first that does not is named.
import { InputError } from "../base/errors.ts";
import type { Environment } from "../environments/environment.ts";
import { type LevelSet, levelAt, levelHash, parseLevels } from "../environments/levels.ts";
import { type FilterSetting, levelFilter, usualFiltering } from "./level-filters.ts";

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
  for (const name of filters) {
    const passes = levelFilter(environment, name, setting);
    for (let index = 0; index < levels.count; index++) {
      const level = levelAt(levels, index);
      if (passes(level)) continue;
      const place = `level ${index + 1} (${levelHash(environment, level).slice(0, 12)})`;
      throw new InputError(place, `a level that is not ${name}`, `levels that are ${name}`);
    }
  }
  return levels;
}
