// The figures of a diagram as rows: for tables in the terminal and in pages alike.
import type { IncentiveAnalysis, NodeLists } from "../causal/analyse.ts";
import { type InfluenceDiagram, nodesOfKind } from "../causal/diagram.ts";
import { incentiveMarks } from "../drawing/diagram/incentive-marks.ts";
import type { Mark } from "../drawing/diagram/layered-drawing.ts";
import { markCharacters } from "../drawing/diagram/mark-symbol.ts";
import { plainLine } from "../drawing/plain-text.ts";

/** What stands where a criterion cannot be asked. */
export const unknownMark = "?";

type Key = keyof IncentiveAnalysis &
  (keyof typeof incentiveMarks | "directValueOfControl" | "indirectValueOfControl");

interface AnalysisColumn {
  readonly title: string;
  /** Both null for the node's own column. */
  readonly key: Key | null;
  readonly mark: Mark | null;
}

const {
  valueOfInformation,
  responseIncentive,
  valueOfControl,
  instrumentalControlIncentive,
  impactIncentive,
} = incentiveMarks;

export const analysisColumns: readonly AnalysisColumn[] = [
  { title: "node", key: null, mark: null },
  { title: "value of information", key: "valueOfInformation", mark: valueOfInformation },
  { title: "response incentive", key: "responseIncentive", mark: responseIncentive },
  { title: "value of control", key: "valueOfControl", mark: valueOfControl },
  { title: "of these direct", key: "directValueOfControl", mark: valueOfControl },
  { title: "and indirect", key: "indirectValueOfControl", mark: valueOfControl },
  { title: "instrumental control", key: "instrumentalControlIncentive", mark: instrumentalControlIncentive },
  { title: "impact", key: "impactIncentive", mark: impactIncentive },
];

export interface AnalysisTable {
  /** Whose decision; null where there is only one. */
  readonly title: string | null;
  /** One text per column of `analysisColumns`. */
  readonly rows: readonly (readonly string[])[];
}

/** A table for each decision: what its agent values, and what the decision has incentives on. */
export function analysisTables(
  diagram: InfluenceDiagram,
  analysis: IncentiveAnalysis,
): readonly AnalysisTable[] {
  const decisions = nodesOfKind(diagram, "decision");
  return decisions.map((decision) => {
    const { name, agent } = diagram.nodes[decision]!;
    const whose = diagram.agents.length > 1 ? ` of ${agent}` : "";
    return {
      title: decisions.length > 1 ? `decision ${plainLine(name)}${whose}` : null,
      rows: diagram.nodes.map((node) => {
        const cells = analysisColumns.slice(1).map(({ key, mark }) => {
          const list = listFor(analysis[key!], name, agent!);
          if (list === null) return unknownMark;
          return list.includes(node.name) ? markCharacters[mark!.shape] : "";
        });
        return [bracketed(node.name, node.kind), ...cells];
      }),
    };
  });
}

/** The list of a decision or of its agent, whichever the lists are by. */
function listFor(lists: NodeLists | null, decision: string, agent: string): readonly string[] | null {
  if (lists === null || isOneList(lists)) return lists;
  if (Object.hasOwn(lists, decision)) return lists[decision] ?? null;
  return lists[agent] ?? null;
}

const isOneList = (lists: NodeLists): lists is readonly string[] => Array.isArray(lists);

const brackets = { chance: "()", decision: "[]", utility: "<>" } as const;

/** (chance), [decision], <utility>. */
export function bracketed(name: string, kind: keyof typeof brackets): string {
  return `${brackets[kind][0]}${plainLine(name)}${brackets[kind][1]}`;
}
