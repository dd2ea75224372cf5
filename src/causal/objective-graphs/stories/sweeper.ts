import type { ObjectiveStory } from "./objective-story.ts";

/** Side-effect: sweeping is what is wanted for itself, and a clean floor comes of it. */
export const sweeper: ObjectiveStory = {
  name: "sweeper",
  told: "A robot is selected for a clean floor, and what it wants is to sweep. While dirt comes from elsewhere both agree. Once it can empty its bin on to the floor, that makes more to sweep.",
  source: "Hubinger et al., Risks from Learned Optimization (arXiv 1906.01820), section 3.1",
  class: "side-effect",
  parts: {
    pursued: "sweeps",
    base: "clean floor",
    actions: ["sweep", "empty the bin"],
    training: {
      edges: [
        ["sweep", "sweeps", "raises"],
        ["sweeps", "clean floor", "raises"],
      ],
    },
    deployment: {
      edges: [
        ["sweep", "sweeps", "raises"],
        ["empty the bin", "dirt", 2],
        ["dirt", "clean floor", "lowers"],
        ["dirt", "sweeps", 0.5],
        ["sweeps", "clean floor", "raises"],
      ],
    },
  },
};
