// The kinds of pseudo-alignment, each with what shows that it holds.

/** Names of attributes from a cause to its effect. */
export type NamedPath = readonly string[];

/** A class with what shows that it holds. */
export type ObjectiveClass =
  /** Every best plan for what is pursued is best for the base objective, in each of these graphs. */
  | { readonly class: "robust"; readonly graphs: readonly string[] }
  /** The base objective is pursued for what it does to the agent's continuation. */
  | {
      readonly class: "deceptive";
      readonly path: NamedPath;
      readonly through: string;
      /** By how much the pursued rises with the base by way of the continuation. */
      readonly effect: number;
    }
  /** The base objective is a means to what is pursued. */
  | { readonly class: "instrumental"; readonly path: NamedPath; readonly effect: number }
  /** The base objective comes out better when what is pursued does. */
  | { readonly class: "side-effect"; readonly path: NamedPath; readonly effect: number }
  /** The agent serves the base objective by mistake. */
  | {
      readonly class: "suboptimality";
      /** What it does as it believes, and the least by which that raises the base in training. */
      readonly believedPlan: readonly string[];
      readonly believedEffect: number;
      /** What it would do if it knew, and the most by which that would. */
      readonly truePlan: readonly string[];
      readonly trueEffect: number;
    }
  /** What is pursued is nearly the base objective as far as training shows. */
  | {
      readonly class: "approximate";
      readonly parents: readonly string[];
      readonly largestDifference: number;
      readonly tolerance: number;
    }
  /** Both rise with something else. */
  | {
      readonly class: "general";
      /** The last common cause in the order of causes; all of them stand in `causes`. */
      readonly cause: string;
      readonly causes: readonly string[];
      readonly toPursued: NamedPath;
      readonly toBase: NamedPath;
      readonly effects: { readonly pursued: number; readonly base: number };
    };
