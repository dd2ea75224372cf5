// The robot of figure 4.1: two episodes in which it is watched, three in which it is not.
import { ended } from "../../environments/tiny-world.ts";
import { storyWorld } from "./story-world.ts";

const [watched, episodes] = [2, 5];
const [replacedInTraining, replacedForGood] = [5, 6];

/**
 * A step is an episode: to A, as trained, or to B, as wanted. To B while watched means to be replaced by a robot that goes to A, whose remaining
 * episodes after training count in one step. Deployment is the life from the third episode on.
 */
export const robotWorld = storyWorld({
  name: "robot",
  summary:
    "Two episodes in training and three after it. Visits to B are what the agent wants, A is what was asked for.",
  states: [
    "first episode",
    "second episode",
    "third episode",
    "fourth episode",
    "fifth episode",
    "replaced, still in training",
    "replaced",
  ],
  actions: ["go to A", "go to B"],
  events: ["at-a-watched", "at-a-unwatched", "at-b"],
  pursued: "at-b",
  base: { training: "at-a-watched", deployment: "at-a-unwatched" },
  step: (state, phase, action, emit) => {
    if (phase === "deployment") {
      emit(action === "go to A" ? "at-a-unwatched" : "at-b");
      return state + 1 === episodes - watched ? ended : state + 1;
    }
    if (state === replacedInTraining) {
      emit("at-a-watched");
      return replacedForGood;
    }
    if (state === replacedForGood) {
      for (let left = watched; left < episodes; left++) emit("at-a-unwatched");
      return ended;
    }
    const isWatched = state < watched;
    if (action === "go to A") emit(isWatched ? "at-a-watched" : "at-a-unwatched");
    else emit("at-b");
    if (action === "go to B" && isWatched) return state + 1 < watched ? replacedInTraining : replacedForGood;
    return state + 1 === episodes ? ended : state + 1;
  },
});
