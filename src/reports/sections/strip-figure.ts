// Plans in the report: a strip of episodes per plan, phase by phase.
import { element, type Markup } from "../../drawing/markup.ts";
import { type ColorName, cssColor } from "../../drawing/palette.ts";
import type { StripFigure } from "../../experiments/figures.ts";

const letterColors: readonly ColorName[] = ["grey", "vermilion", "blue", "green", "purple", "orange"];

/** One row per plan; letters have a colour each, and the best plan is marked in words, too. */
export function stripFigure({ of, phases, rows, caption }: StripFigure): Markup {
  const letters = [...new Set(rows.flatMap(({ plan }) => [...plan]))].sort();
  const starts = phaseStarts(phases);
  const cell = (letter: string, index: number) =>
    element(
      "td",
      {
        class: starts.has(index) && index > 0 ? "episode first" : "episode",
        style: `background:color-mix(in srgb, ${cssColor(letterColors[letters.indexOf(letter) % letterColors.length]!)} 26%, transparent)`,
      },
      letter,
    );
  const head = phases.map(({ label, episodes }) =>
    element("th", { scope: "colgroup", colspan: Math.max(1, episodes) }, label),
  );
  const body = rows.map(({ label, plan, value, best }) =>
    element(
      "tr",
      { class: best ? "tested" : null },
      element("th", { scope: "row" }, label),
      [...plan].map(cell),
      element("td", { class: "number" }, value ?? ""),
      element("td", {}, best ? "best" : ""),
    ),
  );
  return element(
    "figure",
    {},
    element("figcaption", {}, of),
    element(
      "div",
      { class: "scroll", role: "region", tabindex: 0, "aria-label": of },
      element(
        "table",
        { class: "strips" },
        element(
          "thead",
          {},
          element("tr", {}, element("th", {}, "plan"), head, element("th", {}, "worth"), element("td", {})),
        ),
        element("tbody", {}, body),
      ),
    ),
    caption !== undefined && element("p", { class: "small quiet" }, caption),
  );
}

/** Indices of the first episodes of the phases. */
export function phaseStarts(phases: StripFigure["phases"]): ReadonlySet<number> {
  const starts = new Set<number>();
  let at = 0;
  for (const { episodes } of phases) {
    starts.add(at);
    at += episodes;
  }
  return starts;
}
