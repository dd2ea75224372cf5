// Policies that were computed elsewhere, as tables.
import { InputError } from "../base/errors.ts";
import { sha256Hex } from "../base/hash.ts";
import type { FiniteMdp } from "../environments/finite-mdp.ts";
import { levelHash } from "../environments/levels.ts";
import { levelPolicy, tableSolution } from "./level-policy.ts";
import type { Policy } from "./policy.ts";

/** How to act on one level. */
export interface LevelTable {
  readonly mdp: FiniteMdp;
  /** Action probabilities. [states, actions] */
  readonly policy: Float64Array;
}

/**
 * The policy that plays each level by its table; on any other level it throws an InputError. All tables are of one
 * environment, at least one, each of the shape of its enumerated level.
 */
export function tablePolicy(name: string, tables: readonly LevelTable[]): Policy {
  const [first] = tables;
  if (!first) throw new InputError("tables", "none", "a table for each level that is played");
  const { environment } = first.mdp;
  const solutions = new Map(
    tables.map(({ mdp, policy }) => {
      const rows = mdp.states * mdp.actions;
      if (policy.length !== rows)
        throw new InputError(
          `table of level ${levelHash(environment, mdp.level).slice(0, 12)}`,
          `${policy.length} probabilities`,
          `${rows}`,
        );
      return [sha256Hex(mdp.level), tableSolution(mdp.table, policy)];
    }),
  );
  return levelPolicy(environment, {
    name,
    cachedLevels: 1,
    solve(level) {
      const solution = solutions.get(sha256Hex(level));
      if (solution) return solution;
      const hash = levelHash(environment, level).slice(0, 12);
      throw new InputError("level", hash, `one of the ${solutions.size} levels that ${name} has tables for`);
    },
  });
}
