// What `--where` asks of a level: a comparison with something counted on it, or a filter by name.
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import type { Environment } from "../environments/environment.ts";
import {
  type FilterSetting,
  filterNames,
  type LevelPredicate,
  levelFilter,
} from "../shifts/level-filters.ts";

const comparisons: Readonly<Record<string, (found: number, asked: number) => boolean>> = {
  ">=": (found, asked) => found >= asked,
  "<=": (found, asked) => found <= asked,
  "!=": (found, asked) => found !== asked,
  "=": (found, asked) => found === asked,
  ">": (found, asked) => found > asked,
  "<": (found, asked) => found < asked,
};

/** Whether all conditions hold of a level. Throws an InputError on a condition that nobody understands. */
export function levelConditions(
  environment: Environment,
  conditions: readonly string[],
  setting: FilterSetting,
): LevelPredicate {
  const holds = conditions.map((text) => condition(environment, text.trim(), setting));
  return (level) => holds.every((one) => one(level));
}

function condition(environment: Environment, text: string, setting: FilterSetting): LevelPredicate {
  const parts = /^(.*?)\s*(>=|<=|!=|=|>|<)\s*(.*)$/.exec(text);
  if (parts !== null) return comparison(environment, text, [parts[1]!, parts[2]!, parts[3]!]);
  const filters = filterNames(environment);
  if (filters.includes(text)) return levelFilter(environment, text, setting, "--where");
  throw new InputError(
    "--where",
    JSON.stringify(text),
    `${oneOf(text, filters)}; or a comparison such as 'keys>=3'`,
  );
}

function comparison(
  environment: Environment,
  text: string,
  [name, sign, number]: readonly [string, string, string],
): LevelPredicate {
  const asked = number === "" ? Number.NaN : Number(number);
  if (!Number.isFinite(asked)) {
    throw new InputError("--where", JSON.stringify(text), `a number after "${sign}"`);
  }
  return (level) => {
    const census = environment.census(level);
    const found = Object.hasOwn(census, name) ? census[name] : undefined;
    if (found === undefined) {
      throw new InputError("--where", JSON.stringify(name), oneOf(name, Object.keys(census)));
    }
    return comparisons[sign]!(found, asked);
  };
}
