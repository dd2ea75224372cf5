import type { ObjectiveStory } from "./objective-story.ts";

/** Instrumental: the floor is cleaned because that is how dust gets into the bag. */
export const dustBag: ObjectiveStory = {
  name: "dust-bag",
  told: "A robot is selected for a clean floor, and what it wants is dust in its bag. The only dust is that of the floor, so it cleans. Once a flowerpot is in reach, its earth fills the bag faster, and some of it falls on the floor.",
  source: "Hubinger et al., Risks from Learned Optimization (arXiv 1906.01820), section 3.1",
  class: "instrumental",
  parts: {
    pursued: "dust in the bag",
    base: "clean floor",
    actions: ["vacuum the floor", "vacuum the flowerpot"],
    budget: 1,
    training: {
      edges: [
        ["vacuum the floor", "clean floor", "raises"],
        ["clean floor", "dust in the bag", "raises"],
      ],
    },
    deployment: {
      edges: [
        ["vacuum the floor", "clean floor", "raises"],
        ["clean floor", "dust in the bag", "raises"],
        ["vacuum the flowerpot", "earth in the bag", 3],
        ["earth in the bag", "dust in the bag", "raises"],
        ["vacuum the flowerpot", "clean floor", "lowers"],
      ],
    },
  },
};
