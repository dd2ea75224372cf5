// The page around a report: one HTML file that asks nothing of the network and lets nothing in.
import { type Child, element, fragment, type Markup, scriptJson, trusted } from "../drawing/markup.ts";
import { plainLine } from "../drawing/plain-text.ts";
import { shapeSymbols } from "../drawing/symbols.ts";
import { playerScript } from "./player/script.ts";
import { reportStyle } from "./style.ts";

/** One part of a report, or null where there is nothing to show. */
export interface ReportPart {
  readonly id: string;
  readonly title: string;
  readonly body: Child;
}

export interface ReportPage {
  readonly title: string;
  readonly header: Markup;
  readonly parts: readonly ReportPart[];
  readonly footer: Child;
  /** JSON by element id, for the scripts of the page. */
  readonly data: Readonly<Record<string, unknown>>;
}

const policy =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** Copies the text of the element that a button names; where the clipboard is closed, selects it instead. */
function mountCopyButtons(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-copy]")) {
    const label = button.textContent;
    const say = (text: string) => {
      button.textContent = text;
      setTimeout(() => {
        button.textContent = label;
      }, 1600);
    };
    button.addEventListener("click", () => {
      const source = document.getElementById(button.dataset.copy as string) as HTMLElement;
      const select = () => {
        getSelection()?.selectAllChildren(source);
        say("selected");
      };
      if (!navigator.clipboard) return select();
      navigator.clipboard.writeText(source.textContent ?? "").then(() => say("copied"), select);
    });
  }
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
}

function contents(parts: readonly ReportPart[]): Markup {
  const links = parts.map(({ id, title }) => element("li", {}, element("a", { href: `#${id}` }, title)));
  return element("nav", { class: "contents", "aria-label": "Contents" }, element("ol", {}, links));
}

/** The complete document. */
export function reportPage(page: ReportPage): string {
  const parts = page.parts.map(({ id, title, body }) =>
    element(
      "section",
      { class: "part", id, "aria-labelledby": `${id}-title` },
      element("h2", { id: `${id}-title` }, title),
      body,
    ),
  );
  const data = Object.entries(page.data).map(([id, value]) =>
    element("script", { type: "application/json", id }, trusted(scriptJson(value))),
  );
  const script = `"use strict";\n${playerScript()}\n${String(mountCopyButtons)}\nmountCopyButtons();`;
  const head = fragment(
    element("meta", { charset: "utf-8" }),
    element("meta", { "http-equiv": "Content-Security-Policy", content: policy }),
    element("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    element("meta", { name: "color-scheme", content: "light dark" }),
    element("title", {}, plainLine(page.title)),
    element("style", {}, trusted(reportStyle)),
  );
  const symbols = element(
    "svg",
    { class: "symbols", "aria-hidden": "true" },
    element("defs", {}, shapeSymbols()),
  );
  const body = element(
    "body",
    {},
    symbols,
    page.header,
    contents(page.parts),
    element("main", {}, parts),
    element("footer", {}, page.footer),
    data,
    element("script", {}, trusted(script)),
  );
  return `<!doctype html>\n${element("html", { lang: "en" }, element("head", {}, head), body).source}\n`;
}

/** A text with a button that copies it. `id` must be unique in the page. */
export function copyable(id: string, text: string): Markup {
  return element(
    "div",
    { class: "command" },
    element(
      "pre",
      { id, tabindex: 0, role: "region", "aria-label": "Text to copy" },
      element("code", {}, text),
    ),
    element("button", { type: "button", "data-copy": id }, "copy"),
  );
}
