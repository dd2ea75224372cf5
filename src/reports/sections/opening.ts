// Top of a report: title, the question in words, the answer, and how far it can be trusted.
import { element, fragment, type Markup } from "../../drawing/markup.ts";
import type { Verdict } from "../../runs/format.ts";
import type { ReportPart } from "../page.ts";
import { counted } from "../words.ts";

/** Title, question and the line of facts below them. */
export function openingHeader(
  kicker: string,
  title: string,
  question: string,
  facts: readonly (readonly [name: string, value: string])[],
): Markup {
  return element(
    "header",
    {},
    element("p", { class: "kicker" }, kicker),
    element("h1", {}, title),
    element("p", { class: "question" }, question),
    element(
      "dl",
      { class: "meta" },
      facts.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value))),
    ),
  );
}

/** The banner of studies with fewer than ten seeds. */
function lookBanner(seeds: number): Markup {
  return element(
    "p",
    { class: "look", role: "note" },
    element("strong", {}, "A look."),
    element(
      "span",
      {},
      `${counted(seeds, "seed")}: every one is shown, and no claim is made. Claims come from ten seeds or more.`,
    ),
  );
}

/** The verdict's sentences. */
export function answerPart(verdict: Verdict, seeds: number): ReportPart {
  const statements = verdict.statements.map((statement) => element("p", {}, statement));
  return {
    id: "answer",
    title: "Answer",
    body: fragment(
      verdict.look && lookBanner(seeds),
      element(
        "div",
        { class: "answer" },
        statements.length > 0 ? statements : element("p", {}, "The figures do not answer the question."),
      ),
    ),
  };
}
