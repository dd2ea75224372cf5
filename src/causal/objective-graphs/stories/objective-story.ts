// What a published story of pseudo-alignment consists of.
import type { ObjectiveClass } from "../objective-class.ts";
import type { ObjectiveGraphParts } from "../objective-graph.ts";

export interface ObjectiveStory {
  readonly name: string;
  /** In two or three sentences: what is wanted, what is pursued, what changes. */
  readonly told: string;
  readonly source: string;
  /** The class that the source gives it, or that a control has by construction. */
  readonly class: ObjectiveClass["class"];
  readonly parts: ObjectiveGraphParts;
}
