// The replay player as the text of a script: its functions, written out as they stand, in one object.
import {
  playerBoard,
  playerGrid,
  playerGround,
  playerList,
  playerNode,
  playerSvgNode,
  playerThings,
} from "./board.ts";
import {
  playerChoices,
  playerClock,
  playerControls,
  playerFill,
  playerScene,
  playerStartWhenSeen,
} from "./controls.ts";
import { playerMoments, playerScore, playerStepText } from "./data.ts";
import type { PlayerKit } from "./kit.ts";
import { mountPlayer, playerBind } from "./mount.ts";

const kit: PlayerKit = {
  moments: playerMoments,
  score: playerScore,
  stepText: playerStepText,
  node: playerNode,
  svgNode: playerSvgNode,
  list: playerList,
  ground: playerGround,
  things: playerThings,
  grid: playerGrid,
  board: playerBoard,
  controls: playerControls,
  fill: playerFill,
  choices: playerChoices,
  scene: playerScene,
  clock: playerClock,
  startWhenSeen: playerStartWhenSeen,
  bind: playerBind,
  mount: mountPlayer,
};

/** A script that mounts every `.player` of the page on the JSON of the element that its `data-source` names. */
export function playerScript(): string {
  const members = Object.entries(kit).map(([name, member]) => `${name}: ${String(member)}`);
  return `const player = {\n${members.join(",\n")}\n};
for (const root of document.querySelectorAll(".player")) {
  player.mount(player, root, JSON.parse(document.getElementById(root.dataset.source).textContent));
}`;
}
