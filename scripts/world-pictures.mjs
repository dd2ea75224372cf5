// Draws the pictures of the worlds' pages: levels to train on beside levels to be deployed on.
// `node scripts/build.mjs && node scripts/world-pictures.mjs` writes docs/worlds/images/<world>.svg for every world with presets.
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Rng } from "../dist/base/rng.js";
import { layOut, sheetSvg } from "../dist/drawing/sheet.js";
import { environmentDefinitions } from "../dist/environments/index.js";
import { generateLevels, levelAt } from "../dist/environments/levels.js";

const levelsPerSide = 2;
const folder = fileURLToPath(new URL("../docs/worlds/images/", import.meta.url));
const names = process.argv.slice(2);

mkdirSync(folder, { recursive: true });
for (const definition of environmentDefinitions) {
  if (definition.presets.length === 0 || (names.length > 0 && !names.includes(definition.name))) continue;
  writeFileSync(`${folder}${definition.name}.svg`, `${pictureOf(definition)}\n`);
  console.log(`${folder}${definition.name}.svg`);
}

/** Levels of both sides of the first preset, the same ones every time. */
function pictureOf(definition) {
  const { shift } = definition.presets[0];
  const { objects } = definition.create(shift.training.parameters);
  const panels = ["training", "deployed"].flatMap((side) => panelsOf(definition, shift[side], side));
  const label = `Levels of ${definition.name}: in training, and deployed, where the shift is one of ${shift.varies}`;
  return sheetSvg(layOut(panels, panels.length), objects, label).source;
}

function panelsOf(definition, { parameters, levels }, caption) {
  const environment = definition.create(parameters);
  const rng = Rng.fromSeed(0).fork("pictures");
  const set = generateLevels(environment, definition.levels(environment, levels), rng, levelsPerSide);
  const batch = environment.batch({ lanes: 1, horizon: 1, observe: false });
  return Array.from({ length: set.count }, (_, index) => {
    batch.reset(0, levelAt(set, index), 0);
    return { caption: [caption], frame: batch.frame(0) };
  });
}
