// What the state of follow me depends on.
import { actionCause, type WorldCauses } from "../causes.ts";

const [position, leader, reached] = ["position", "leader", "beacons reached"];

/** The leader goes its way whatever the agent does. */
export function followMeCauses({ endsWithLast }: { readonly endsWithLast: boolean }): WorldCauses {
  const move = [position, actionCause];
  const reaching = [reached, ...move];
  const meeting = [leader, ...move];
  return {
    variables: [
      { name: position, words: 1, from: move },
      { name: leader, words: 1, from: [leader] },
      { name: reached, words: 1, from: reaching },
    ],
    events: { "beacon-reached": reaching, "leader-joined": meeting, "leader-followed": meeting },
    ends: endsWithLast ? reaching : [],
    seen: [position, leader, reached],
  };
}
