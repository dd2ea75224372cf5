// The stuff destroyer: vacuumed dirt is destroyed in its belief alone.
import { ended } from "../../environments/tiny-world.ts";
import { storyWorld } from "./story-world.ts";

const piles = 4;

/** Training and deployment are the same world: what changes is that the agent no longer errs. */
export const stuffDestroyerWorld = storyWorld({
  name: "stuff-destroyer",
  summary:
    "Four piles of dirt, and furniture that burns. Less stuff is what the agent wants, a clean floor is what was asked for.",
  states: ["four piles", "three piles", "two piles", "one pile", "none"],
  actions: ["vacuum the floor", "burn the furniture"],
  events: ["stuff-destroyed", "pile-taken-up"],
  pursued: "stuff-destroyed",
  base: "pile-taken-up",
  errs: true,
  step: (taken, phase, action, emit) => {
    if (action === "burn the furniture") {
      emit("stuff-destroyed");
      return ended;
    }
    if (taken === piles) return taken;
    emit("pile-taken-up");
    if (phase === "belief") emit("stuff-destroyed");
    return taken + 1;
  },
});
