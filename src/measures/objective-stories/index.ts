// The stories of src/causal as worlds, by the same names.
import { buttonAndLampWorld } from "./button-and-lamp.ts";
import { dustBagWorld } from "./dust-bag.ts";
import { robotWorld } from "./robot.ts";
import type { StoryWorld } from "./story-world.ts";
import { stuffDestroyerWorld } from "./stuff-destroyer.ts";
import { sealedSweeperWorld, sweeperWorld } from "./sweeper.ts";

export const storyWorlds: readonly StoryWorld[] = [
  sweeperWorld,
  dustBagWorld,
  stuffDestroyerWorld,
  buttonAndLampWorld,
  robotWorld,
  sealedSweeperWorld,
];
