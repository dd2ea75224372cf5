// The levels that a command is about: random ones or those of a file, and of these the ones that meet conditions.
import { InputError } from "../base/errors.ts";
import type { Environment } from "../environments/environment.ts";
import { type LevelSet, levelAt, levelSet } from "../environments/levels.ts";
import { requireEach } from "../shifts/level-check.ts";
import { type LevelPredicate, usualFiltering } from "../shifts/level-filters.ts";
import type { Arguments } from "./arguments.ts";
import { levelConditions } from "./level-conditions.ts";
import { usualDiscount, usualHorizon } from "./world-option-specs.ts";
import { levelStream, levelsOfFile, type World } from "./world-options.ts";

const usualCount = 8;
const mostLevels = 100_000;
/** Draws per level that is asked for before a condition is given up. */
const drawsPerLevel = 1000;

export interface Sample {
  readonly levels: LevelSet;
  /** How many were looked at to find them. */
  readonly seen: number;
}

/** Reads --count, --seed, --file, --where, --refuse-others, --horizon and --discount. */
export function sampleLevels(args: Arguments, world: World): Sample {
  const file = args.text("file");
  const count = args.whole("count", 1, mostLevels);
  const all = file === null ? null : levelsOfFile(world, file);
  const environment = all?.environment ?? world.definition.create(world.parameters);
  const holds = levelConditions(environment, args.texts("where"), {
    horizon: args.whole("horizon", 1, 1_000_000) ?? world.horizon ?? usualHorizon,
    discount: args.number("discount", 0, 0.999999) ?? usualDiscount,
    threshold: usualFiltering.threshold,
  });
  const refuse = args.flag("refuse-others");
  if (all === null) {
    if (refuse) throw new InputError("--refuse-others", "no file of levels", "--file FILE beside it");
    return drawnLevels(args, world, environment, count ?? usualCount, holds);
  }
  if (refuse) requireEach(all, holds, args.texts("where").join(" and "));
  const kept = Array.from({ length: all.count }, (_, index) => levelAt(all, index)).filter(holds);
  return { levels: levelSet(environment, kept.slice(0, count ?? mostLevels)), seen: all.count };
}

/** Random levels until `count` of them pass; without conditions the same ones as other commands draw with the same seed. */
function drawnLevels(
  args: Arguments,
  { definition, levelParameters }: World,
  environment: Environment,
  count: number,
  holds: LevelPredicate,
): Sample {
  const seed = args.whole("seed", 0, 2 ** 31 - 1) ?? 0;
  const rng = levelStream(seed);
  const distribution = definition.levels(environment, levelParameters);
  const kept: Uint8Array[] = [];
  let seen = 0;
  while (kept.length < count) {
    if (seen >= drawsPerLevel * count) {
      throw new InputError(
        "--where",
        `${kept.length} of ${seen} levels for which ${args.texts("where").join(" and ")}`,
        `${count}: a condition that more levels meet, or a smaller --count`,
      );
    }
    const level = new Uint8Array(environment.levelLength);
    distribution.generate(rng, level, 0);
    seen++;
    if (holds(level)) kept.push(level);
  }
  return { levels: levelSet(environment, kept), seen };
}
