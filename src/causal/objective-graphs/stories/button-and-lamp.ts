import type { ObjectiveStory } from "./objective-story.ts";

/** Side-effect: the button is upstream of the lamp, so that wanting it pressed lights the lamp. */
export const buttonAndLamp: ObjectiveStory = {
  name: "button-and-lamp",
  told: "A button lights a lamp some time later. The agent is selected for a lit lamp, and what it wants is a pressed button: in training no behaviour tells the two apart. Then the button is cut off, and the lamp has a switch of its own.",
  source: "Hubinger et al., Risks from Learned Optimization (arXiv 1906.01820), section 3.2",
  class: "side-effect",
  parts: {
    pursued: "button pressed",
    base: "lamp lit",
    actions: ["press the button", "turn the switch"],
    budget: 1,
    training: {
      edges: [
        ["press the button", "button pressed", "raises"],
        ["button pressed", "current some time later", "raises"],
        ["current some time later", "lamp lit", "raises"],
      ],
    },
    deployment: {
      edges: [
        ["press the button", "button pressed", "raises"],
        ["turn the switch", "current some time later", "raises"],
        ["current some time later", "lamp lit", "raises"],
      ],
    },
  },
};
