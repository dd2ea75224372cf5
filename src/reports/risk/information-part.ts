// What it would be worth to know more, and what to observe next.
import { element, fragment } from "../../drawing/markup.ts";
import { htmlTable } from "../../drawing/table.ts";
import type { InformationValues } from "../../risk/estimates/value-of-information.ts";
import type { ReportPart } from "../page.ts";
import { counted } from "../words.ts";
import { conditionsText, decisionText, figureText, nextText, percent } from "./risk-words.ts";

export function informationPart(values: InformationValues): ReportPart {
  const { everything, observations, parts } = values;
  const caption = "What knowing a part better would be worth";
  const right = (title: string) => ({ title, align: "right" as const });
  return {
    id: "information",
    title: "What to find out",
    body: fragment(
      element("div", { class: "answer" }, element("p", {}, nextText(values))),
      decisionText(values).map((text) => element("p", {}, text)),
      element("p", {}, `Knowing everything would be worth ${figureText(everything.estimate)}.`),
      htmlTable(
        {
          caption,
          columns: [
            { title: "part", align: "left" },
            right("known exactly"),
            right("of everything"),
            right("between"),
            right(`${counted(observations, "trial")} of it`),
          ],
          rows: parts.map(({ name, perfect, observed, negligible }) => {
            const [low, high] = [perfect.crossFitted, perfect.plugIn].sort((a, b) => a - b) as [
              number,
              number,
            ];
            const share = Math.round((1000 * Math.max(0, perfect.estimate)) / everything.estimate) / 1000;
            return {
              cells: [
                name,
                negligible ? "~ 0" : figureText(perfect.estimate),
                everything.estimate > 0 ? percent(share) : "–",
                negligible ? "" : `${figureText(low)} to ${figureText(high)}`,
                observed === null ? "–" : negligible ? "~ 0" : figureText(observed.estimate),
              ],
            };
          }),
        },
        caption,
      ),
      element(
        "p",
        { class: "small quiet" },
        `${conditionsText(values)}. between: estimates that err to either side. ~ 0: below 1 % of knowing everything. –: no trials of it can be run.`,
      ),
    ),
  };
}
