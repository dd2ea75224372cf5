// The figures of experiments on models in a real browser: maps, plans, tables, lines over powers of ten.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { memoryFileSystem } from "../../src/runs/memory.ts";
import { runCoins } from "../support/coins.ts";
import { findBrowser } from "./browser.ts";
import { marksOutside, Pages, pageWidth, seriousViolations, unfold } from "./pages.ts";

const source = await findBrowser();
const missing = source.kind === "none" ? ` (skipped: ${source.reason})` : "";
const parts = ["figures", "claims", "findings"];

describe.skipIf(source.kind === "none")(`experiments on models in a browser${missing}`, () => {
  let pages: Pages;
  let page: string;

  beforeAll(async () => {
    if (source.kind === "none") return;
    pages = await Pages.start(source);
    const fs = memoryFileSystem();
    const { report } = await runCoins(fs);
    page = await pages.write("coins.html", new TextDecoder().decode(fs.files.get(report)));
  }, 120_000);

  afterAll(() => pages?.close());

  test("open from disk without a further request and without a complaint", async () => {
    const seen = await pages.requestsAndComplaints(page, async (tab) => {
      for (const id of parts) expect(await tab.locator(`section#${id}`).count()).toBe(1);
    });
    expect(seen).toEqual([page]);
  });

  test.each(["light", "dark"] as const)(
    "no serious violation of the accessibility rules, %s",
    async (colorScheme) => {
      await pages.opened(page, { colorScheme, bypassCSP: true }, async (tab) => {
        await unfold(tab);
        expect(await seriousViolations(tab)).toEqual([]);
      });
    },
  );

  test.each([320, 390, 1280])(
    "nothing scrolls sideways at %i pixels, and nothing leaves its figure",
    async (width) => {
      await pages.opened(page, { viewport: { width, height: 800 } }, async (tab) => {
        await unfold(tab);
        expect(await pageWidth(tab)).toBeLessThanOrEqual(width);
        expect(await marksOutside(tab, parts)).toEqual([]);
      });
    },
  );

  test("the line of a theory goes through the middle of the cells that it names", async () => {
    await pages.opened(page, { viewport: { width: 1280, height: 800 } }, async (tab) => {
      const map = tab.locator("figure", { hasText: "Faces" }).locator("svg[role=img]").first();
      const [cell, line] = await map.evaluate((chart) => {
        const box = chart.querySelector("rect")!.getBoundingClientRect();
        const path = chart.querySelector("polyline")!.getBoundingClientRect();
        return [
          [box.left + box.width / 2, box.top + box.height / 2],
          [path.left, path.top],
        ] as const;
      });
      expect(Math.abs(cell[0]! - line[0]!)).toBeLessThan(3);
      expect(Math.abs(cell[1]! - line[1]!)).toBeLessThan(3);
    });
  });
});
