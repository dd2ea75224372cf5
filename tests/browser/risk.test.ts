// The page on a model of risk in a real browser: from disk, light and dark, wide and narrow.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { riskPage } from "../../src/reports/risk/risk-page.ts";
import { compileModel } from "../../src/risk/compile-model.ts";
import { draw } from "../../src/risk/estimates/draws.ts";
import { modelParts } from "../../src/risk/estimates/model-parts.ts";
import { sobolIndices } from "../../src/risk/estimates/sobol-indices.ts";
import { summariseDraws } from "../../src/risk/estimates/summarise-draws.ts";
import { tornado } from "../../src/risk/estimates/tornado.ts";
import { valueOfInformation } from "../../src/risk/estimates/value-of-information.ts";
import { finished } from "../../src/risk/estimates/work.ts";
import { explainModel } from "../../src/risk/explain-model.ts";
import { shippedModel } from "../../src/risk/models/index.ts";
import { parseModel } from "../../src/risk/parse-model.ts";
import { worstCases } from "../../src/risk/worst-case.ts";
import { findBrowser } from "./browser.ts";
import { marksOutside, Pages, pageWidth, seriousViolations, unfold } from "./pages.ts";

const source = await findBrowser();
const missing = source.kind === "none" ? ` (skipped: ${source.reason})` : "";

function samplePage(): string {
  const text = shippedModel("inner-alignment-common-causes").replace(
    "title: Harm\n",
    'title: "<i>Harm</i>"\n',
  );
  const compiled = compileModel(parseModel(text));
  const { model, program, kinds } = compiled;
  const {
    quantities,
    inputs: _,
    ...conditions
  } = finished(draw(program, { quantities: ["harm"] }, { draws: 4096 }));
  return riskPage({
    model,
    from: "model.yaml",
    command: "innergap risk run model.yaml --out report.html",
    quantity: "harm",
    tree: explainModel(compiled),
    distribution: {
      conditions,
      summary: summariseDraws(quantities[0]!, conditions.replicates, { thresholds: [0.5] }),
      worst: worstCases(compiled),
    },
    sensitivity: {
      indices: finished(sobolIndices(program, "harm", { base: 512, repetitions: 100 })),
      tornado: finished(tornado(program, "harm", { draws: 512 })),
      kinds: Object.fromEntries(program.inputs.map(({ name }, input) => [name, kinds[input]!.kind])),
    },
    information: finished(valueOfInformation(program, { ...modelParts(compiled), draws: 4096 })),
  });
}

describe.skipIf(source.kind === "none")(`the page of a model of risk in a browser${missing}`, () => {
  let pages: Pages;
  let url: string;

  beforeAll(async () => {
    pages = await Pages.start(source);
    url = await pages.write("risk.html", samplePage());
  }, 120_000);

  afterAll(() => pages?.close());

  test("opens from disk without a request beyond itself, and shows all parts and pictures", async () => {
    const seen = await pages.requestsAndComplaints(url, async (tab) => {
      expect(await tab.locator("h2").allTextContents()).toEqual([
        "How likely",
        "What makes it uncertain",
        "What to find out",
        "The model",
        "Sources",
      ]);
      for (const chart of await tab.locator("svg[role=img]").all()) {
        expect((await chart.getAttribute("aria-label"))!.length).toBeGreaterThan(40);
      }
      expect(await tab.locator("svg[role=img]").count()).toBe(3);
      expect(await tab.locator("#model i").count()).toBe(0);
      for (const summary of await tab.locator("summary").all()) await summary.click();
    });
    expect(seen).toEqual([url]);
  });

  test.each([
    [390, "light"],
    [1280, "dark"],
  ] as const)("at %i pixels, %s: nothing sticks out, no serious violation", async (width, colorScheme) => {
    await pages.opened(
      url,
      { viewport: { width, height: 800 }, colorScheme, bypassCSP: true },
      async (tab) => {
        await unfold(tab);
        expect(await pageWidth(tab)).toBeLessThanOrEqual(width);
        expect(await marksOutside(tab, ["distribution", "sensitivity"])).toEqual([]);
        expect(await seriousViolations(tab)).toEqual([]);
      },
    );
  });
});
