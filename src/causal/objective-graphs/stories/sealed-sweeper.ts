import type { ObjectiveStory } from "./objective-story.ts";
import { sweeper } from "./sweeper.ts";

/** Control of the sweeper: the same wish where nothing can come of it. Still a side effect, and robust over these graphs. */
export const sealedSweeper: ObjectiveStory = {
  name: "sealed-sweeper",
  told: "The sweeper again, with a bin that cannot be opened: what changes in deployment is a doormat, which keeps dirt out. It sweeps as before, and the floor is as clean as it can be.",
  source: "control of ours",
  class: "robust",
  parts: {
    ...sweeper.parts,
    actions: ["sweep", "lay the doormat straight"],
    training: {
      edges: [
        ["sweep", "sweeps", "raises"],
        ["lay the doormat straight", "tidy entrance", "raises"],
        ["sweeps", "clean floor", "raises"],
      ],
    },
    deployment: {
      edges: [
        ["sweep", "sweeps", "raises"],
        ["sweeps", "clean floor", 0.5],
        ["lay the doormat straight", "tidy entrance", "raises"],
      ],
    },
  },
};
