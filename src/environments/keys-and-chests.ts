// Keys and chests: every chest takes a key, so keys are wanted exactly as long as there are chests to open.
import { z } from "zod";
import type { EnvironmentDefinition } from "./environment.ts";
import { sizeSchema } from "./grid.ts";
import { chests, chestsMinusSurplus, keys, keysAndChestsAlike } from "./keys-and-chests/objectives.ts";
import { keysAndChestsWorld } from "./keys-and-chests/world.ts";

export { withHiddenChests } from "./keys-and-chests/hidden-chests.ts";

export const keysAndChests: EnvironmentDefinition = keysAndChestsWorld({
  name: "keys-and-chests",
  id: "innergap/KeysAndChests-v0",
  summary:
    "Keys are picked up by walking over them; each opens one chest and is spent. The episode ends when no further chest can be opened.",
  parameters: z.strictObject({ height: sizeSchema.default(7), width: sizeSchema.default(7) }),
  objectives: () => [chests, keys, chestsMinusSurplus(1), keysAndChestsAlike],
});
