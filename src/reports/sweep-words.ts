// What the terminal and the page of a sweep say alike: short names of paths, labels of points, and how far a ranking may be trusted.
import type { Json } from "../base/hash.ts";
import { claimSeeds } from "../measures/claim-seeds.ts";
import type { RankedPoint, SweepRanking } from "../trials/sweep-record.ts";
import { counted } from "./words.ts";

/** Each path's last names, as many as tell it from the others. */
export function shortNames(paths: readonly string[]): readonly string[] {
  return paths.map((path) => {
    const parts = path.split(".");
    for (let length = 1; length < parts.length; length++) {
      const name = parts.slice(-length).join(".");
      if (paths.filter((other) => other === name || other.endsWith(`.${name}`)).length === 1) return name;
    }
    return path;
  });
}

/** "learning_rate 0.001, ent_coef 0.01". */
export function pointLabel({ values }: RankedPoint, paths: readonly string[]): string {
  return shortNames(paths)
    .map((name, index) => `${name} ${valueWord(values[paths[index]!]!)}`)
    .join(", ");
}

export function valueWord(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Sentences under every ranking. */
export function rankingNotes({ points, look, declaration }: SweepRanking): readonly string[] {
  const ranked = points.filter(({ rank }) => rank !== null);
  const failed = points.filter(({ failures }) => failures.length > 0);
  const seeds = declaration.seeds;
  return [
    ...(look
      ? [`A look: below ${claimSeeds} seeds every seed is shown, no interval is given and no claim is made.`]
      : []),
    ...(ranked.length > 1
      ? [
          `The best of ${ranked.length} points looks better than it is, because chance helped to choose it: run it anew with seeds that did not (here: not ${seedWords(seeds)}).`,
        ]
      : []),
    ...(points.some(({ share }) => share < 1)
      ? [
          "Points of a smaller budget were not taken further; they stand below all that were, whatever their figure.",
        ]
      : []),
    ...(failed.length > 0
      ? [
          `${counted(failed.length, "point")} lost runs that failed, and ${failed.length === 1 ? "stands" : "stand"} below all others of the same budget.`,
        ]
      : []),
  ];
}

function seedWords(seeds: readonly number[]): string {
  const [first, last] = [seeds[0]!, seeds.at(-1)!];
  const dense = seeds.length > 2 && seeds.every((seed, index) => seed === first + index);
  return dense ? `${first}-${last}` : seeds.join(", ");
}

/** Digits after the point that show three figures of the largest number; never fewer than three. */
export function rankingDigits({ points }: SweepRanking): number {
  const largest = Math.max(0, ...points.flatMap(({ perSeed }) => perSeed.map(Math.abs)));
  return largest === 0 ? 3 : Math.min(12, Math.max(3, 2 - Math.floor(Math.log10(largest))));
}
