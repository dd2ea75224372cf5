// The pages of diagrams in a real browser: they ask for nothing, can be read by all, and fit.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Rng } from "../../src/base/rng.ts";
import { diagramExamples } from "../../src/causal/examples/catalogue.ts";
import { objectiveDiagram } from "../../src/causal/objective-graphs/objective-diagram.ts";
import { objectiveGraph } from "../../src/causal/objective-graphs/objective-graph.ts";
import { objectiveStoryNamed } from "../../src/causal/objective-graphs/stories/index.ts";
import { randomDiagram } from "../../src/causal/random-diagram.ts";
import { diagramPage } from "../../src/cli/cid-page.ts";
import { findBrowser } from "./browser.ts";
import { Pages, pageWidth, seriousViolations } from "./pages.ts";

const source = await findBrowser();
const missing = source.kind === "none" ? ` (skipped: ${source.reason})` : "";
const about = "A page for tests.";

/** A published diagram, a large one without sufficient recall, and an objective graph. */
function pagesOf(): readonly string[] {
  const { name, diagram } = diagramExamples[0]!;
  const large = randomDiagram(Rng.fromSeed("page"), { nodes: 18, decisions: 2, density: 0.4 });
  const graph = objectiveGraph(objectiveStoryNamed("robot").parts);
  const plain = { about, model: null, objectives: null };
  return [
    diagramPage({ ...plain, title: name, diagram }),
    diagramPage({ ...plain, title: "large", diagram: large }),
    diagramPage({ ...plain, title: "robot", diagram: objectiveDiagram(graph).diagram, objectives: graph }),
  ];
}

describe.skipIf(source.kind === "none")(`diagrams in a browser${missing}`, () => {
  let pages: Pages;
  let addresses: readonly string[];

  beforeAll(async () => {
    if (source.kind === "none") return;
    pages = await Pages.start(source);
    addresses = await Promise.all(pagesOf().map((html, index) => pages.write(`diagram-${index}.html`, html)));
  }, 120_000);

  afterAll(() => pages?.close());

  test("ask for nothing, and break no serious rule of accessibility, light and dark", async () => {
    for (const [index, address] of addresses.entries()) {
      expect(await pages.requestsAndComplaints(address, async () => {})).toEqual([address]);
      const colorScheme = index === 1 ? "dark" : "light";
      await pages.opened(address, { colorScheme, bypassCSP: true }, async (tab) => {
        expect(await seriousViolations(tab)).toEqual([]);
      });
    }
  });

  test.each([390, 1280])(
    "nothing scrolls sideways at %i pixels, and words stay in their outlines",
    async (width) => {
      for (const address of addresses) {
        await pages.opened(address, { viewport: { width, height: 800 } }, async (tab) => {
          expect(await pageWidth(tab)).toBeLessThanOrEqual(width);
          const outside = await tab.evaluate(() =>
            [...document.querySelectorAll("svg.diagram g.node > text")].flatMap((text) => {
              const outline = text.parentElement!.querySelector("ellipse, rect, polygon")!;
              const [around, box] = [outline.getBoundingClientRect(), text.getBoundingClientRect()];
              return box.left < around.left || box.right > around.right ? [text.textContent] : [];
            }),
          );
          expect(outside).toEqual([]);
          expect(await tab.locator("svg.diagram g.node > text").count()).toBeGreaterThan(4);
        });
      }
    },
  );
});
