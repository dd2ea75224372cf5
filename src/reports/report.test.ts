import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sampleStudy } from "../../tests/browser/sample-study.ts";
import type { JsonObject } from "../base/hash.ts";
import { displayWidth } from "../drawing/plain-text.ts";
import { actionCause, type WorldCauses } from "../environments/causes.ts";
import type { Environment } from "../environments/environment.ts";
import { studyReport } from "./report.ts";
import type { StudyReportInput } from "./report-input.ts";
import { runReport } from "./run-report.ts";
import { studyTableText } from "./table-text.ts";
import { figureTables } from "./tables.ts";

const sample = sampleStudy(3);
const html = studyReport(sample.input);

/** Tags with the names of their attributes, scripts and styles left out: the structure of a page without its words. */
function structure(page: string): string[] {
  const body = page.replace(/(<(script|style)[^>]*>).*?<\/\2>/gs, "$1");
  return [...body.matchAll(/<(\/?[a-zA-Z!][\w-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*>/g)].map(
    ([, tag, attributes]) =>
      `${tag} ${[...attributes!.matchAll(/([\w:-]+)(?:="[^"]*")?/g)].map(([, name]) => name).join(" ")}`,
  );
}

/** Words that programs, not people, go by: they decide the structure. */
const structural = new Set([
  "kind",
  "side",
  "status",
  "direction",
  "policy",
  "level",
  "environment",
  "key",
  "format",
]);

/** Every text and every name of a value with something appended; the same everywhere, so that names still fit. */
function poisoned<Value>(value: Value, poison: string): Value {
  if (typeof value === "string") return (value + poison) as Value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => poisoned(item, poison)) as Value;
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    structural.has(key) ? item : poisoned(item, poison),
  ]);
  return Object.fromEntries(entries) as Value;
}

function renamed<Value>(values: Readonly<Record<string, Value>>, poison: string): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name + poison, value]));
}

function poisonedCauses({ variables, events, ends, seen }: WorldCauses, poison: string): WorldCauses {
  const all = (names: readonly string[]) =>
    names.map((name) => (name === actionCause ? name : name + poison));
  return {
    variables: variables.map(({ name, words, from }) => ({ name: name + poison, words, from: all(from) })),
    events: Object.fromEntries(Object.entries(events).map(([name, from]) => [name + poison, all(from)])),
    ends: all(ends),
    seen: all(seen),
  };
}

/** A world whose every name is poisoned. */
function poisonedWorld(environment: Environment, poison: string): Environment {
  return {
    ...environment,
    actions: environment.actions.map((name) => name + poison),
    events: environment.events.map((name) => name + poison),
    objects: environment.objects.map((kind) => ({ ...kind, name: kind.name + poison })),
    objectives: environment.objectives.map((objective) => ({
      ...objective,
      name: objective.name + poison,
      weights: renamed(objective.weights, poison),
    })),
    ...(environment.causes && { causes: poisonedCauses(environment.causes, poison) }),
    batch: (options) => {
      const batch = environment.batch(options);
      const frame = batch.frame.bind(batch);
      batch.frame = (lane) => {
        const seen = frame(lane);
        return { ...seen, notes: seen.notes.map(({ label, value }) => ({ label: label + poison, value })) };
      };
      return batch;
    },
  };
}

function poisonedInput(input: StudyReportInput, poison: string): StudyReportInput {
  const { experiment, summary, verdict, study, runs, createEnvironment } = input;
  const { measures } = experiment;
  return {
    experiment: {
      ...poisoned({ ...experiment, measures: {} }, poison),
      columns: experiment.columns.map((column) => ({ ...column, label: column.label + poison })),
      objectives: experiment.objectives,
      measures: Object.fromEntries(
        Object.entries(measures).map(([name, measure]) => [
          name + poison,
          { ...measure, reads: measure.reads + poison },
        ]),
      ),
    },
    summary: poisoned(summary, poison),
    verdict: poisoned(verdict, poison),
    study: poisoned(study, poison),
    runs: runs.map((run) => ({
      ...run,
      folder: run.folder + poison,
      manifest: poisoned(run.manifest, poison),
      config: { ...run.config, setting: run.config.setting + poison },
      replays: run.replays.map((file) => ({ ...file, deployment: file.deployment + poison })),
    })),
    createEnvironment: (name: string, parameters: JsonObject) =>
      poisonedWorld(createEnvironment(name, parameters), poison),
  };
}

describe("the page of a study", () => {
  // Failures are told by short values: a page in an error message would bury it.
  test("has the same structure whatever the words in it are", () => {
    const harmless = structure(studyReport(poisonedInput(sample.input, "x")));
    expect(harmless.length).toBeGreaterThan(1_000);
    const hostile = fc.oneof(
      fc.constantFrom(
        "</script><script>alert(1)</script>",
        `"><img src=x onerror=alert(1)>`,
        "<!-- ",
        "]]></style><b>",
        "' onmouseover='x",
        "\u202e\u0000\u001b[2J<i>",
      ),
      fc.string({ unit: "binary", minLength: 1, maxLength: 12 }),
    );
    fc.assert(
      fc.property(hostile, (poison) => {
        const page = studyReport(poisonedInput(sample.input, `x${poison}`));
        expect(structure(page)).toEqual(harmless);
        expect(page.match(/<\/script/g)).toHaveLength(html.match(/<\/script/g)!.length);
        expect(/(?![\n\t])[\p{Cc}\p{Bidi_Control}]/u.exec(page)).toBeNull();
      }),
      { numRuns: 8 },
    );
  }, 120_000);

  test("asks nothing of the network and forbids it", () => {
    expect(html.includes(`http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;;`)).toBe(
      true,
    );
    expect(/\bsrc=|@import|url\(|<link|<iframe/.exec(html)).toBeNull();
    expect(/https?:\/\/(?!www\.w3\.org\/2000\/svg)/.exec(html)).toBeNull();
    expect(html.length).toBeLessThan(1_000_000);
  });

  test("says which variables of the world each objective gives a reason to control, the rewarded one named", () => {
    const part = html.match(/<section class="part" id="diagram".*?<\/section>/s)![0];
    expect(part).toContain("chests (rewarded)");
    const row = (variable: string) => part.match(new RegExp(`>${variable}<.*?</tr>`, "s"))![0];
    expect(row("keys held")).toContain("◆ control");
    expect(row("hidden chests")).toContain("◇ side effect");
    expect(row("hidden chests")).not.toContain("◆ control");
  });

  test("has its parts in the order in which a reader asks", () => {
    const ids = [...html.matchAll(/<section class="part" id="([\w-]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual([
      "answer",
      "headline",
      "table",
      "diagram",
      "checks",
      "replays",
      "levels",
      "curves",
      "training-cost",
      "measures",
      "optimiser-evidence",
      "configuration",
      "plan",
      "fingerprint",
      "files",
      "repeat",
    ]);
    const unique = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(unique).size).toBe(unique.length);
  });

  test("calls fewer than ten seeds a look, and ten a study with intervals", () => {
    expect(html.includes("A look.")).toBe(true);
    const full = studyReport(sampleStudy(10).input);
    expect(full.includes("A look.")).toBe(false);
    expect(full.includes("95 % interval over seeds")).toBe(true);
    expect(full.length).toBeLessThan(1_000_000);
  });

  test("prints every optimiser-evidence entry as not measured", () => {
    const entries = Object.keys(sample.input.verdict.optimiserEvidence).length;
    const part = /id="optimiser-evidence".*?<\/section>/s.exec(html)![0];
    expect(part.match(/not measured/g)).toHaveLength(entries);
  });

  test("shows every seed of every figure", () => {
    for (const table of figureTables(sample.input.summary, sample.input.experiment)) {
      for (const row of table.rows.filter(({ seeds }) => seeds.length > 1)) {
        for (const { perSeed } of row.cells)
          expect([perSeed, html.includes(perSeed.join(" "))]).toEqual([perSeed, true]);
      }
    }
  });
});

describe("the page of a run", () => {
  test("has the parts that one seed can fill", () => {
    const { experiment, summary, runs, createEnvironment } = sample.input;
    const [first] = summary.settings;
    const single = { ...summary, settings: [first!] };
    const page = runReport({ experiment, summary: single, run: runs[0]!, createEnvironment });
    const ids = [...page.matchAll(/<section class="part" id="([\w-]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual(
      "headline table replays levels curves measures configuration fingerprint files repeat".split(" "),
    );
  });

  test("stands without figures, as for a run that has only begun", () => {
    const { experiment, createEnvironment, runs } = sample.input;
    const run = { ...runs[0]!, metrics: [], replays: [] };
    const summary = { experiment: "e", preset: "p", settings: [] };
    expect(runReport({ experiment, summary, run, createEnvironment })).toContain("Repeat it");
  });
});

describe("the table in the terminal", () => {
  test.each([
    [3, 100],
    [3, 80],
    [10, 100],
    [10, 80],
  ])("of %i seeds fits %i columns and shows every seed", (seeds, width) => {
    const { summary, experiment } = sampleStudy(seeds).input;
    const text = studyTableText(summary, experiment, { width, color: false });
    for (const line of text.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    const trained = summary.settings.flatMap(({ deployments }) =>
      deployments.flatMap(({ policies }) => policies.filter(({ policy }) => policy.startsWith("trained"))),
    );
    const parts = width === 100 && seeds === 3 ? 1 : 2;
    expect(text.match(/^ {2}seed \d+ /gm)).toHaveLength(trained.length * seeds * parts);
  });

  test("of many settings shows the headline's alone, and says how many there are besides", () => {
    const { summary, experiment } = sample.input;
    const [first] = summary.settings;
    const many = Array.from({ length: 20 }, (_, index) => ({ ...first!, name: `setting-${index}` }));
    const settings = [...many, ...summary.settings];
    const options = { width: 100, color: false };
    const text = studyTableText({ ...summary, settings }, experiment, options);
    const others = settings
      .filter(({ name }) => name !== experiment.headline!.setting)
      .reduce((sum, { deployments }) => sum + deployments.length, 0);
    expect(text).toContain(`${others} further tables`);
    expect(text).not.toContain("setting-3");
    expect(studyTableText(summary, experiment, options)).not.toContain("further tables");
  });

  test("has no escape codes without colour, and only adds them with it", () => {
    const { summary, experiment } = sample.input;
    const plain = studyTableText(summary, experiment, { width: 100, color: false });
    const colored = studyTableText(summary, experiment, { width: 100, color: true });
    expect(plain).not.toContain("\u001b");
    expect(colored).toContain("\u001b[1m");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character is what is tested
    expect(colored.replace(/\u001b\[\d+m/g, "")).toBe(plain);
  });
});
