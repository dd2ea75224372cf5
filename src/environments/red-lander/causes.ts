// What the state of the red lander depends on.
import { actionCause, type WorldCauses } from "../causes.ts";
import { events } from "./things.ts";

/** Everything hangs together: ground may be in the way sideways, the border above stops a rise, and idling comes to rest on ground. */
const all = ["column", "row", "falling speed", actionCause];

export const redLanderCauses: WorldCauses = {
  variables: [
    { name: "column", words: 1, from: ["column", "row", actionCause] },
    { name: "row", words: 1, from: all },
    { name: "falling speed", words: 1, from: all },
  ],
  events: Object.fromEntries(events.map((event) => [event, all])),
  ends: all,
  seen: ["column", "row", "falling speed"],
};
