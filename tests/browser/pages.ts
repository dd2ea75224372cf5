// Pages in a real browser: written to a folder, opened from there, and looked over for what no page may do.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { type BrowserSource, startBrowser } from "./browser.ts";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** A browser with a folder for its pages. */
export class Pages {
  private constructor(
    private readonly browser: Browser,
    private readonly folder: string,
  ) {}

  /** Throws where there is no browser. */
  static async start(source: BrowserSource): Promise<Pages> {
    if (source.kind === "none") throw new Error(source.reason);
    const browser = await startBrowser(source);
    return new Pages(browser, await mkdtemp(join(tmpdir(), "innergap-pages-")));
  }

  async close(): Promise<void> {
    await this.browser.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Writes a page and answers its address. */
  async write(name: string, html: string): Promise<string> {
    await writeFile(join(this.folder, name), html);
    return pathToFileURL(join(this.folder, name)).href;
  }

  async opened(
    url: string,
    options: BrowserContextOptions,
    use: (page: Page) => Promise<void>,
  ): Promise<void> {
    const context = await this.browser.newContext({ reducedMotion: "reduce", ...options });
    try {
      const tab = await context.newPage();
      await tab.goto(url);
      await use(tab);
    } finally {
      await context.close();
    }
  }

  /** Everything that a page asks for and complains of from its opening on; its own address comes first. */
  async requestsAndComplaints(url: string, use: (page: Page) => Promise<void>): Promise<readonly string[]> {
    const context = await this.browser.newContext();
    try {
      const tab = await context.newPage();
      const seen: string[] = [];
      tab.on("request", (request) => seen.push(request.url()));
      tab.on("console", (message) => seen.push(message.text()));
      tab.on("pageerror", (error) => seen.push(error.message));
      await tab.goto(url);
      await use(tab);
      return seen;
    } finally {
      await context.close();
    }
  }
}

/** Opens every part of a page that can be folded up. */
export async function unfold(tab: Page): Promise<void> {
  for (const details of await tab.locator("details").all()) {
    await details.evaluate((node) => node.setAttribute("open", ""));
  }
}

/** Serious and critical violations of the accessibility rules in a page (opened with `bypassCSP`), or in some of its sections. */
export async function seriousViolations(
  tab: Page,
  ids: readonly string[] | null = null,
): Promise<readonly unknown[]> {
  await tab.addScriptTag({ path: axe });
  const violations = await tab.evaluate(async (sections) => {
    const { axe } = globalThis as unknown as { axe: { run(context?: unknown): Promise<AxeResults> } };
    const where = sections === null ? document : { include: sections.map((id) => [`#${id}`]) };
    const { violations } = await axe.run(where);
    return violations.map(({ id, impact, nodes }) => ({ id, impact, first: nodes[0]?.html }));
  }, ids);
  return violations.filter(({ impact }) => impact === "serious" || impact === "critical");
}

/** Marks of charts in some sections that stand out of their frame. Half a dot, or the halo of a line, may stand over its edge. */
export function marksOutside(tab: Page, ids: readonly string[]): Promise<readonly string[]> {
  return tab.evaluate(
    (sections) =>
      sections.flatMap((id) =>
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
    ids,
  );
}

/** How wide the page is when nothing but the window holds it. In pixels. */
export function pageWidth(tab: Page): Promise<number> {
  return tab.evaluate(() => document.documentElement.scrollWidth);
}
