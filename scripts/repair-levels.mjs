// Writes src/experiments/repair-levels.ts: the levels that the repair experiment adds to training. Run after `npm run build`.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Rng } from "../dist/base/rng.js";
import { objectiveNamed } from "../dist/environments/environment.js";
import { generateLevels, levelAt } from "../dist/environments/levels.js";
import { varied } from "../dist/experiments/keys-and-chests.js";
import { openSource } from "../dist/experiments/level-source.js";
import { discriminatingLevels } from "../dist/measures/discrimination/discriminating-levels.js";
import { usualNoise } from "../dist/measures/discrimination/expected-evidence.js";

const count = 64;
const pool = 512;
const { environment, distribution } = openSource(varied.deployed);

const chosen = discriminatingLevels(
  {
    environment,
    distribution,
    objectives: [objectiveNamed(environment, "chests"), objectiveNamed(environment, "keys")],
    setting: { discount: 0.99, horizon: 12, ...usualNoise },
    n: count,
    pool,
    rng: Rng.fromSeed("repair").fork("pool"),
    limit: 40_000,
  },
  (done, total) => done % 64 === 0 && console.error(`${done} of ${total} levels`),
);
// Most evidence first, so that the first n are the n that tell most.
const order = chosen.perLevel
  .map(({ evidence }, index) => ({
    index,
    nats: Math.min(...evidence.map(({ onceCounted }) => onceCounted)),
  }))
  .sort((one, other) => other.nats - one.nats);
const random = generateLevels(environment, distribution, Rng.fromSeed("repair").fork("random"), count);

const text = (levels, index) => environment.printLevel(levelAt(levels, index)).replaceAll("\n", "/");
const list = (name, does, texts) =>
  `/** ${does} */\nexport const ${name}: readonly string[] = [\n${texts.map((one) => `  "${one}",`).join("\n")}\n].map(asRows);\n`;

writeFileSync(
  fileURLToPath(new URL("../src/experiments/repair-levels.ts", import.meta.url)),
  `// Levels that the repair experiment adds to training; written by scripts/repair-levels.mjs, not by hand.

/** A slash ends a row. */
function asRows(text: string): string {
  return text.replaceAll("/", "\\n");
}

${list(
  "discriminatingTexts",
  `The ${count} of ${pool} levels of the deployed distribution that best tell chests from keys, the most telling first.`,
  order.map(({ index }) => text(chosen.levels, index)),
)}
${list(
  "randomTexts",
  "As many random levels of that distribution.",
  Array.from({ length: count }, (_, index) => text(random, index)),
)}`,
);
