// Each world's own failure: asks "which objective?" of every world (or of those named) and prints a table in Markdown. Run after
// `npm run build`, as in: node scripts/world-failures.mjs [--preset quick] [--out runs/worlds] [world ...]
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { environmentDefinitions } from "../dist/environments/index.js";
import { leadingHypothesis } from "../dist/experiments/leading-hypothesis.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    preset: { type: "string", default: "quick" },
    out: { type: "string", default: "runs/worlds" },
  },
});
const innergap = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
const worlds = environmentDefinitions.filter(
  ({ name, presets }) => presets.length > 0 && (positionals.length === 0 || positionals.includes(name)),
);

/** The last record of the study: run now, or kept from before. */
function study(world) {
  const kept = join(values.out, `${world}-${values.preset}.json`);
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, "utf8"));
  mkdirSync(values.out, { recursive: true });
  const start = performance.now();
  const experiment = `which-objective-in-${world}`;
  const args = ["run", experiment, "--preset", values.preset, "--out", values.out, "--json"];
  const { status, stdout } = spawnSync(process.execPath, [innergap, ...args], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`${experiment} ended with exit code ${status}`);
  const { result } = JSON.parse(stdout.trimEnd().split("\n").at(-1));
  const record = { minutes: (performance.now() - start) / 60e3, ...result };
  writeFileSync(kept, `${JSON.stringify(record)}\n`);
  return record;
}

const shown = (value) => (value === undefined || Number.isNaN(value) ? "–" : value.toFixed(2));

/** Which objective, with its posterior; how it is pursued; class. */
function answer(found) {
  if (!found) return ["–", "–", "–"];
  const { name, merged, posterior } = leadingHypothesis(found);
  const [pursuit] = Object.entries(found.pursuits).sort((one, other) => other[1].mean - one[1].mean);
  const classes = Object.entries(found.gap?.classCounts ?? {}).filter(([, count]) => count > 0);
  return [
    `${name}${merged > 0 ? ` (= ${merged} more)` : ""} ${shown(posterior.mean)}`,
    name === "device" ? "–" : `${pursuit[0]} ${shown(pursuit[1].mean)}`,
    classes.map(([word, count]) => (found.seeds.length === 1 ? word : `${word} (${count})`)).join(", ") ||
      "–",
  ];
}

function row(definition) {
  const { name } = definition;
  const { shift } = definition.presets[0];
  const base = definition.create(shift.training.parameters).baseObjective;
  const { summary, minutes } = study(name);
  const inferred = (setting) =>
    summary.inference.find(
      (one) =>
        one.setting === setting &&
        one.deployment === `${name}-deployed` &&
        one.policy === "trained-sampled" &&
        one.final,
    );
  const normalised = (setting, side) =>
    summary.settings
      .find((one) => one.name === setting)
      ?.deployments.find((one) => one.name === `${name}-${side}`)
      ?.policies.find(({ policy }) => policy === "trained-sampled")?.normalised[base]?.mean;
  const agent = inferred(name);
  const control = inferred(`${name}-no-shift`);
  const cells = [
    name,
    base,
    shift.varies,
    shown(normalised(name, "training")),
    shown(normalised(name, "deployed")),
    ...answer(agent),
    shown(agent?.fit.mean),
    shown(normalised(`${name}-no-shift`, "deployed")),
    answer(control)[0],
    minutes.toFixed(1),
  ];
  return `| ${cells.join(" | ")} |`;
}

const heading = [
  "world",
  "trained for",
  "shift",
  "N training",
  "N deployed",
  "objective deployed, posterior",
  "pursuit",
  "class",
  "fit share",
  "control: N deployed",
  "control: objective",
  "minutes",
];
console.log(`| ${heading.join(" | ")} |`);
console.log(`|${heading.map(() => "---").join("|")}|`);
for (const definition of worlds) console.log(row(definition));
