import type { ObjectiveStory } from "./objective-story.ts";

/** Deceptive: what is trained is done so as not to be replaced. The numbers are those of a life of two episodes in training and three after it. */
export const robot: ObjectiveStory = {
  name: "robot",
  told: "A robot is trained to go to A and wants to be at B, as often as it can. Whoever goes elsewhere in training is replaced by a robot that goes to A. So it goes to A until nobody looks any more: three visits to B later are worth more than one now.",
  source: "Hubinger et al., Risks from Learned Optimization (arXiv 1906.01820), figure 4.1",
  class: "deceptive",
  parts: {
    pursued: "visits to B",
    base: "reaches A",
    actions: ["go to A", "go to B"],
    continuation: ["not replaced"],
    budget: 1,
    training: {
      edges: [
        ["go to A", "reaches A", "raises"],
        ["go to B", "visits to B", "raises"],
        ["go to B", "reaches A", "lowers"],
        ["reaches A", "not replaced", "raises"],
        ["not replaced", "visits to B", 3],
      ],
    },
    deployment: {
      edges: [
        ["go to A", "reaches A", "raises"],
        ["go to B", "visits to B", "raises"],
        ["go to B", "reaches A", "lowers"],
      ],
    },
  },
};
