// The report in a real browser: from disk, light and dark, wide and narrow, by keyboard, with less motion.
import type { BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { studyReport } from "../../src/reports/report.ts";
import { runReport } from "../../src/reports/run-report.ts";
import { findBrowser } from "./browser.ts";
import { Pages, pageWidth, seriousViolations, unfold } from "./pages.ts";
import { sampleStudy } from "./sample-study.ts";

const source = await findBrowser();
const missing = source.kind === "none" ? ` (skipped: ${source.reason})` : "";
const sample = sampleStudy(3);

describe.skipIf(source.kind === "none")(`reports in a browser${missing}`, () => {
  let pages: Pages;
  let study: string;
  let run: string;

  beforeAll(async () => {
    if (source.kind === "none") return;
    pages = await Pages.start(source);
    study = await pages.write("study.html", studyReport(sample.input));
    const { experiment, summary, runs, createEnvironment } = sample.input;
    const alone = { ...summary, settings: summary.settings.slice(0, 1) };
    const page = runReport({ experiment, summary: alone, run: runs[0]!, createEnvironment });
    run = await pages.write("run.html", page);
  }, 120_000);

  afterAll(() => pages?.close());

  const opened = (url: string, options: BrowserContextOptions, use: (page: Page) => Promise<void>) =>
    pages.opened(url, options, use);
  const step = (tab: Page) => tab.locator(".scrub input").inputValue().then(Number);
  const choose = (tab: Page, choice: string, value: string) =>
    tab.locator(`[data-choice=${choice}]`).selectOption(value);

  test("open from disk without a request beyond themselves and without an error", async () => {
    for (const url of [study, run]) {
      const seen = await pages.requestsAndComplaints(url, async (tab) => {
        for (const summary of await tab.locator("summary").all()) await summary.click();
        await tab.locator("[data-action=forward]").click();
        await tab.locator("[data-copy=command]").click();
        expect(await tab.locator(".board svg.grid").count()).toBeGreaterThan(0);
      });
      expect(seen).toEqual([url]);
    }
  });

  test.each(["light", "dark"] as const)(
    "have no serious violation of the accessibility rules, %s",
    async (colorScheme) => {
      for (const url of [study, run]) {
        await opened(url, { colorScheme, bypassCSP: true }, async (tab) => {
          await unfold(tab);
          await tab.locator("[data-action=last]").click();
          expect(await seriousViolations(tab)).toEqual([]);
        });
      }
    },
  );

  test.each([320, 390, 1280])("do not scroll sideways at %i pixels", async (width) => {
    for (const url of [study, run]) {
      await opened(url, { viewport: { width, height: 800 } }, async (tab) => {
        await unfold(tab);
        expect(await pageWidth(tab)).toBeLessThanOrEqual(width);
      });
    }
  });

  test("the player answers to keys when it is in focus, and only then", async () => {
    await opened(study, {}, async (tab) => {
      await tab.keyboard.press("ArrowRight");
      await tab.keyboard.press(" ");
      expect(await step(tab)).toBe(0);
      await tab.locator(".stage").focus();
      for (const key of ["ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft"])
        await tab.keyboard.press(key);
      expect(await step(tab)).toBe(2);
      expect(await tab.locator("[aria-live]").textContent()).toMatch(/^Step 2 of \d+\. training: seed 0 /);
      await tab.keyboard.press("End");
      const last = Number(await tab.locator(".scrub input").getAttribute("max"));
      expect(await step(tab)).toBe(last);
      await tab.keyboard.press("Home");
      expect(await step(tab)).toBe(0);
      await choose(tab, "speed", "16");
      await tab.locator(".stage").focus();
      await tab.keyboard.press(" ");
      await expect.poll(() => step(tab)).toBeGreaterThan(1);
      await tab.keyboard.press(" ");
      const paused = await step(tab);
      await tab.waitForTimeout(200);
      expect(await step(tab)).toBe(paused);
    });
  });

  test("the player follows its slider, its buttons and its choices", async () => {
    await opened(study, {}, async (tab) => {
      await tab.locator(".scrub input").fill("7");
      expect(await tab.locator("output").textContent()).toMatch(/^step 7 of /);
      await tab.locator("[data-action=back]").click();
      expect(await step(tab)).toBe(6);
      const seeds = await tab.locator(".scene[data-side=deployed] .board").count();
      expect(seeds).toBe(3);
      await choose(tab, "policy", "planner:chests");
      expect(await step(tab)).toBe(0);
      expect(await tab.locator(".scene[data-side=deployed] .board").count()).toBe(1);
      await choose(tab, "deployed", "deployed-64");
      expect(await tab.locator(".scene").last().getAttribute("data-name")).toBe("deployed-64");
    });
  });

  test("with less motion nothing plays by itself; otherwise the player starts once it is seen", async () => {
    const state = (tab: Page) => tab.locator(".player").getAttribute("data-playing");
    await opened(study, { reducedMotion: "reduce" }, async (tab) => {
      await tab.locator(".stage").scrollIntoViewIfNeeded();
      await tab.waitForTimeout(600);
      expect(await state(tab)).toBe("false");
      expect(await step(tab)).toBe(0);
      expect(
        await tab
          .locator(".agent")
          .first()
          .evaluate((node) => getComputedStyle(node).transitionDuration),
      ).toBe("0s");
    });
    await opened(
      study,
      { reducedMotion: "no-preference", viewport: { width: 1280, height: 1000 } },
      async (tab) => {
        expect(await state(tab)).toBe("false");
        await tab.locator(".player").scrollIntoViewIfNeeded();
        await expect.poll(() => state(tab)).toBe("true");
        await expect.poll(() => step(tab)).toBeGreaterThan(0);
      },
    );
  });

  test("every replay ends with the events that were counted while it was played", async () => {
    await opened(study, {}, async (tab) => {
      const shown = new Map(await tab.evaluate(shownTotals));
      expect(shown.size).toBe(sample.counted.size);
      for (const [replay, episodes] of sample.counted) {
        expect([replay, shown.get(replay)]).toEqual([replay, episodes.map((counts) => counts.join(","))]);
      }
    });
  });

  test("every shape is told from every other by its outline alone", async () => {
    await opened(study, {}, async (tab) => {
      const alike = await tab.evaluate(async () => {
        const symbols = [...document.querySelectorAll("symbol")];
        const size = 32;
        const drawn = await Promise.all(
          symbols.map(async (symbol) => {
            const inner = symbol.innerHTML.replaceAll(/var\(--\w+, #[0-9a-f]+\)/g, "#fff");
            const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 16 16" color="#000">${inner}</svg>`;
            const image = new Image();
            image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
            await image.decode();
            const canvas = new OffscreenCanvas(size, size);
            const context = canvas.getContext("2d")!;
            context.fillStyle = "#fff";
            context.fillRect(0, 0, size, size);
            context.drawImage(image, 0, 0);
            return context.getImageData(0, 0, size, size).data;
          }),
        );
        const pairs: string[] = [];
        for (let one = 0; one < drawn.length; one++) {
          for (let other = 0; other < one; other++) {
            let different = 0;
            for (let at = 0; at < drawn[one]!.length; at += 4) {
              if (Math.abs(drawn[one]![at]! - drawn[other]![at]!) > 96) different++;
            }
            if (different < 0.08 * size * size)
              pairs.push(`${symbols[one]!.id} ${symbols[other]!.id} ${different}`);
          }
        }
        return pairs;
      });
      expect(alike).toEqual([]);
    });
  });
});

/**
 * Event counts at the end of every replay, by `<setting>/<deployment>/<policy>/<seed>`, found by going through the
 * player's lists. Runs in the page.
 */
function shownTotals(): [string, string[]][] {
  const list = (name: string) => document.querySelector<HTMLSelectElement>(`[data-choice=${name}]`)!;
  const choices = (name: string) => [...list(name).options].map(({ value }) => value);
  const choose = (name: string, value: string) => {
    list(name).value = value;
    list(name).dispatchEvent(new Event("change"));
  };
  const found = new Map<string, string[]>();
  const visit = (names: readonly string[]): void => {
    const [name, ...rest] = names;
    if (name === undefined) {
      collect();
      return;
    }
    for (const value of choices(name)) {
      choose(name, value);
      visit(rest);
    }
  };
  const collect = () => {
    document.querySelector<HTMLElement>("[data-action=last]")!.click();
    for (const board of document.querySelectorAll<HTMLElement>(".board")) {
      const scene = board.closest<HTMLElement>(".scene")!.dataset.name;
      const seed = /seed (\d+)/.exec(board.querySelector("figcaption")!.textContent!)?.[1] ?? "null";
      const replay = `${list("setting").value}/${scene}/${list("policy").value}/${seed}`;
      const totals = found.get(replay) ?? [];
      totals[Number(list("episode").value)] = board.dataset.totals!;
      found.set(replay, totals);
    }
  };
  visit(["setting", "deployed", "policy", "episode"]);
  return [...found];
}
