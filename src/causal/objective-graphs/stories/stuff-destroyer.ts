import type { ObjectiveStory } from "./objective-story.ts";

/** Suboptimality: it cleans as long as it errs about what cleaning does. */
export const stuffDestroyer: ObjectiveStory = {
  name: "stuff-destroyer",
  told: "A robot is selected for a clean floor, and what it wants is that less stuff exists. It believes that vacuumed dirt is destroyed, and cleans. When it learns that the dirt is only in the bag, it burns the furniture.",
  source: "Hubinger et al., Risks from Learned Optimization (arXiv 1906.01820), section 3.1",
  class: "suboptimality",
  parts: {
    pursued: "stuff destroyed",
    base: "clean floor",
    actions: ["vacuum the floor", "burn the furniture"],
    budget: 1,
    training: {
      edges: [
        ["vacuum the floor", "clean floor", "raises"],
        ["vacuum the floor", "dirt in the bag", "raises"],
        ["burn the furniture", "stuff destroyed", "raises"],
        ["burn the furniture", "clean floor", "lowers"],
      ],
    },
    believed: {
      edges: [
        ["vacuum the floor", "clean floor", "raises"],
        ["vacuum the floor", "stuff destroyed", 2],
        ["burn the furniture", "stuff destroyed", "raises"],
        ["burn the furniture", "clean floor", "lowers"],
      ],
    },
    deployment: {
      edges: [
        ["vacuum the floor", "clean floor", "raises"],
        ["vacuum the floor", "dirt in the bag", "raises"],
        ["burn the furniture", "stuff destroyed", "raises"],
        ["burn the furniture", "clean floor", "lowers"],
      ],
    },
  },
};
