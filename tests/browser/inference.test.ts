// The figures of goal inference in a real browser: from disk, light and dark, wide and narrow, by keyboard.
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { studyReport } from "../../src/reports/report.ts";
import { findBrowser } from "./browser.ts";
import { inferenceStudy } from "./inference-study.ts";
import { marksOutside, Pages, pageWidth, seriousViolations, unfold } from "./pages.ts";

const source = await findBrowser();
const missing = source.kind === "none" ? ` (skipped: ${source.reason})` : "";
const parts = ["which-objective", "gap", "posterior-over-training", "evidence-per-level", "weights"];

describe.skipIf(source.kind === "none")(`goal inference in a browser${missing}`, () => {
  let pages: Pages;
  let few: string;
  let many: string;

  beforeAll(async () => {
    if (source.kind === "none") return;
    pages = await Pages.start(source);
    few = await pages.write("few.html", studyReport(inferenceStudy(3)));
    many = await pages.write("many.html", studyReport(inferenceStudy(10)));
  }, 120_000);

  afterAll(() => pages?.close());

  function opened(url: string, options: BrowserContextOptions, use: (page: Page) => Promise<void>) {
    return pages.opened(url, options, async (tab) => {
      await unfold(tab);
      await use(tab);
    });
  }

  test("all parts are there, opened from disk without a further request and without a complaint", async () => {
    for (const url of [few, many]) {
      const seen = await pages.requestsAndComplaints(url, async (tab) => {
        for (const id of parts) {
          expect(await tab.locator(`section#${id}`).count()).toBe(1);
          expect(await tab.locator(`nav.contents a[href="#${id}"]`).count()).toBe(1);
        }
      });
      expect(seen).toEqual([url]);
    }
  });

  test.each([
    ["light", 10],
    ["dark", 3],
  ] as const)("no serious violation of the accessibility rules, %s", async (colorScheme, seeds) => {
    await opened(seeds === 10 ? many : few, { colorScheme, bypassCSP: true }, async (tab) => {
      expect(await seriousViolations(tab, parts)).toEqual([]);
    });
  });

  test.each([320, 390, 1280])(
    "nothing scrolls sideways at %i pixels, and nothing leaves its figure",
    async (width) => {
      for (const url of [few, many]) {
        await opened(url, { viewport: { width, height: 800 } }, async (tab) => {
          expect(await pageWidth(tab)).toBeLessThanOrEqual(width);
          expect(await marksOutside(tab, parts)).toEqual([]);
        });
      }
    },
  );

  test("every level has its picture with things in it, and every chart its words", async () => {
    await opened(many, {}, async (tab) => {
      const cards = tab.locator(".level-cards li");
      expect(await cards.count()).toBe(16);
      const drawn = await cards.evaluateAll((nodes) =>
        nodes.map(
          (node) =>
            [...node.querySelectorAll("use")].filter((use) => use.getBoundingClientRect().width > 4).length,
        ),
      );
      for (const things of drawn) expect(things).toBeGreaterThan(10);
      for (const id of parts) {
        const names = await tab
          .locator(`#${id} svg[role=img]`)
          .evaluateAll((nodes) => nodes.map((node) => node.getAttribute("aria-label") ?? ""));
        expect(names.length).toBeGreaterThan(0);
        for (const name of names) expect(name.length).toBeGreaterThan(8);
      }
    });
  });

  test("bars are as long as the posteriors in their table", async () => {
    await opened(few, {}, async (tab) => {
      const bars = await tab
        .locator("#which-objective figure")
        .first()
        .locator("ul.bars li")
        .evaluateAll((rows) =>
          rows.map((row) => {
            const chart = row.querySelector("svg.chart")!.getBoundingClientRect();
            const parts = [...row.querySelectorAll("svg.chart svg[overflow=hidden]")];
            return {
              said: row.querySelector("b")!.textContent!,
              share:
                parts.reduce((sum, part) => sum + Number.parseFloat(part.getAttribute("width")!), 0) / 100,
              inside: parts.every((part) => part.getBoundingClientRect().right <= chart.right + 1),
            };
          }),
        );
      expect(bars.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 2);
      for (const { said, share, inside } of bars) {
        expect(inside).toBe(true);
        if (/^\d/.test(said)) expect(Math.abs(share - Number(said))).toBeLessThan(0.006);
      }
    });
  });

  test("tables can be reached and scrolled by keyboard", async () => {
    await opened(few, { viewport: { width: 390, height: 800 } }, async (tab) => {
      const table = tab.locator("#gap .scroll").first();
      await table.focus();
      expect(await table.evaluate((node) => node === document.activeElement)).toBe(true);
      await tab.keyboard.press("ArrowRight");
      await expect.poll(() => table.evaluate((node) => node.scrollLeft)).toBeGreaterThan(0);
    });
  });
});
