// Which marks a diagram's nodes carry for the incentives that its edges admit.
import type { IncentiveAnalysis, NodeLists } from "../../causal/analyse.ts";
import type { Mark } from "./layered-drawing.ts";

/** Names of incentives as in an analysis. */
export type IncentiveKey =
  | "valueOfInformation"
  | "responseIncentive"
  | "valueOfControl"
  | "instrumentalControlIncentive"
  | "impactIncentive";

/** In the order in which they stand in a node. */
export const incentiveMarks: Readonly<Record<IncentiveKey, Mark>> = {
  valueOfInformation: { title: "value of information", shape: "disc", color: "blue" },
  responseIncentive: { title: "response incentive", shape: "triangle", color: "purple" },
  valueOfControl: { title: "value of control", shape: "square", color: "green" },
  instrumentalControlIncentive: { title: "instrumental control", shape: "diamond", color: "vermilion" },
  impactIncentive: { title: "impact", shape: "pentagon", color: "orange" },
};

export const incentiveKeys = Object.keys(incentiveMarks) as readonly IncentiveKey[];

/** Whether the node is in the list, or in that of any decision or agent. */
export function isListed(lists: NodeLists | null, name: string): boolean {
  if (lists === null) return false;
  if (isOneList(lists)) return lists.includes(name);
  return Object.values(lists).some((list) => list?.includes(name) === true);
}

const isOneList = (lists: NodeLists): lists is readonly string[] => Array.isArray(lists);

/** The marks of one node, for any of its decisions. */
export function marksOf(analysis: IncentiveAnalysis, name: string): readonly Mark[] {
  return incentiveKeys.filter((key) => isListed(analysis[key], name)).map((key) => incentiveMarks[key]);
}
