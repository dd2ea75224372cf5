// The named stories: five published ones and a control.
import { InputError } from "../../../base/errors.ts";
import { oneOf } from "../../../base/nearest.ts";
import { buttonAndLamp } from "./button-and-lamp.ts";
import { dustBag } from "./dust-bag.ts";
import type { ObjectiveStory } from "./objective-story.ts";
import { robot } from "./robot.ts";
import { sealedSweeper } from "./sealed-sweeper.ts";
import { stuffDestroyer } from "./stuff-destroyer.ts";
import { sweeper } from "./sweeper.ts";

export const objectiveStories: readonly ObjectiveStory[] = [
  sweeper,
  dustBag,
  stuffDestroyer,
  buttonAndLamp,
  robot,
  sealedSweeper,
];

/** The story of that name; throws an InputError at `place` that lists the names. */
export function objectiveStoryNamed(name: string, place = "story"): ObjectiveStory {
  const story = objectiveStories.find((one) => one.name === name);
  if (story) return story;
  throw new InputError(
    place,
    JSON.stringify(name),
    oneOf(
      name,
      objectiveStories.map((one) => one.name),
    ),
  );
}
