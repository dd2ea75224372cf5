// The figures of goal inference in a real browser: from disk, light and dark, wide and narrow, by keyboard.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { studyReport } from "../../src/reports/report.ts";
import { findBrowser, startBrowser } from "./browser.ts";
import { inferenceStudy } from "./inference-study.ts";

const source = await findBrowser();
const missing = source.kind === "none" ? ` (skipped: ${source.reason})` : "";
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const parts = ["which-objective", "gap", "posterior-over-training", "evidence-per-level", "weights"];

describe.skipIf(source.kind === "none")(`goal inference in a browser${missing}`, () => {
  let browser: Browser;
  let folder: string;
  let few: string;
  let many: string;

  beforeAll(async () => {
    if (source.kind === "none") return;
    browser = await startBrowser(source);
    folder = await mkdtemp(join(tmpdir(), "innergap-inference-"));
    few = await page("few.html", 3);
    many = await page("many.html", 10);
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  async function page(name: string, seeds: number): Promise<string> {
    await writeFile(join(folder, name), studyReport(inferenceStudy(seeds)));
    return pathToFileURL(join(folder, name)).href;
  }

  async function opened(url: string, options: BrowserContextOptions, use: (page: Page) => Promise<void>) {
    const context = await browser.newContext({ reducedMotion: "reduce", ...options });
    try {
      const tab = await context.newPage();
      await tab.goto(url);
      for (const details of await tab.locator("main details").all()) {
        await details.evaluate((node) => node.setAttribute("open", ""));
      }
      await use(tab);
    } finally {
      await context.close();
    }
  }

  test("all parts are there, opened from disk without a further request and without a complaint", async () => {
    for (const url of [few, many]) {
      const context = await browser.newContext();
      const tab = await context.newPage();
      const seen: string[] = [];
      tab.on("request", (request) => seen.push(request.url()));
      tab.on("console", (message) => seen.push(message.text()));
      tab.on("pageerror", (error) => seen.push(error.message));
      await tab.goto(url);
      for (const id of parts) {
        expect(await tab.locator(`section#${id}`).count()).toBe(1);
        expect(await tab.locator(`nav.contents a[href="#${id}"]`).count()).toBe(1);
      }
      expect(seen).toEqual([url]);
      await context.close();
    }
  });

  test.each([
    ["light", 10],
    ["dark", 3],
  ] as const)("no serious violation of the accessibility rules, %s", async (colorScheme, seeds) => {
    await opened(seeds === 10 ? many : few, { colorScheme, bypassCSP: true }, async (tab) => {
      await tab.addScriptTag({ path: axe });
      const violations = await tab.evaluate(async (ids) => {
        const { axe } = globalThis as unknown as { axe: { run(context: unknown): Promise<AxeResults> } };
        const { violations } = await axe.run({ include: ids.map((id) => [`#${id}`]) });
        return violations.map(({ id, impact, nodes }) => ({ id, impact, first: nodes[0]?.html }));
      }, parts);
      expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
    });
  });

  test.each([320, 390, 1280])(
    "nothing scrolls sideways at %i pixels, and nothing leaves its figure",
    async (width) => {
      for (const url of [few, many]) {
        await opened(url, { viewport: { width, height: 800 } }, async (tab) => {
          expect(await tab.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
          // Half a dot, or the halo of a line, may stand over the edge of a chart.
          const outside = await tab.evaluate(
            (ids) =>
              ids.flatMap((id) =>
                [...document.querySelectorAll(`#${id} svg[role=img]`)].flatMap((chart) => {
                  const frame = chart.getBoundingClientRect();
                  return [...chart.querySelectorAll("rect, line, path, circle, text")].flatMap((mark) => {
                    const box = mark.getBoundingClientRect();
                    const clipped = mark.closest("svg")?.getAttribute("overflow") === "hidden";
                    const leaves =
                      !clipped &&
                      (box.left < frame.left - 6 ||
                        box.right > frame.right + 6 ||
                        box.top < frame.top - 6 ||
                        box.bottom > frame.bottom + 6);
                    return leaves ? [`${id}: ${mark.outerHTML.slice(0, 160)}`] : [];
                  });
                }),
              ),
            parts,
          );
          expect(outside).toEqual([]);
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

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}
