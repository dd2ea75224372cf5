// What a layered drawing shows: nodes in outlines, arrows between them, small marks inside.
import type { NodeKind } from "../../causal/diagram.ts";
import type { ColorName } from "../palette.ts";

/** Shapes of marks: with each goes one colour, so that either tells them apart. */
export type MarkShape = "disc" | "square" | "triangle" | "diamond" | "pentagon";

export interface Mark {
  /** What it says, for the legend. */
  readonly title: string;
  readonly shape: MarkShape;
  readonly color: ColorName;
}

export interface DrawnNode {
  readonly name: string;
  readonly kind: NodeKind;
  /** A second line below the name, such as whose decision it is. */
  readonly note?: string;
  readonly color: ColorName | null;
  readonly marks: readonly Mark[];
}

export interface DrawnEdge {
  readonly from: number;
  readonly to: number;
  /** Dashed: a link that carries information to a decision. */
  readonly informs: boolean;
  /** A word beside the arrow's middle. */
  readonly label?: string;
}

export interface LayeredDrawing {
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
  /** What the legend calls each outline; its kind, where nothing else is said. */
  readonly kinds?: Readonly<Record<NodeKind, string>>;
}
