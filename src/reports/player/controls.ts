// The player's lists, clock and stage: what is chosen, when it moves on, and the grids that it moves.
import type { PlayerData, PlayerScene } from "./data.ts";
import type { PlayerChoices, PlayerClock, PlayerControls, PlayerKit, PlayerStage } from "./kit.ts";

export function playerControls(root: HTMLElement): PlayerControls {
  const find = <Found extends Element>(selector: string) => root.querySelector<Found>(selector)!;
  return {
    setting: find("[data-choice=setting]"),
    deployed: find("[data-choice=deployed]"),
    policy: find("[data-choice=policy]"),
    episode: find("[data-choice=episode]"),
    speed: find("[data-choice=speed]"),
    slider: find("input[type=range]"),
    counter: find("output"),
    play: find("[data-action=play]"),
    stage: find(".stage"),
    live: find("[aria-live]"),
  };
}

/** Fills a list with (value, label) pairs; keeps what was chosen where it is still there, hides a list without choice. */
export function playerFill(
  kit: PlayerKit,
  select: HTMLSelectElement,
  options: readonly (readonly [string, string])[],
  wanted = select.value,
): void {
  select.replaceChildren(...options.map(([value, label]) => kit.node("option", { value }, label)));
  if (options.some(([value]) => value === wanted)) select.value = wanted;
  select.closest("label")!.hidden = options.length < 2;
}

/** Which scenes are chosen: the setting's training distribution and one of its deployed ones. */
export function playerChoices(kit: PlayerKit, data: PlayerData, controls: PlayerControls): PlayerChoices {
  const { setting, deployed, policy, episode } = controls;
  const inSetting = (side: PlayerScene["side"]) =>
    data.scenes.filter((scene) => scene.setting === setting.value && scene.side === side);
  const scenes = (): PlayerScene[] => [
    ...inSetting("training").slice(0, 1),
    ...inSetting("deployed").filter((scene) => scene.name === deployed.value),
  ];
  return {
    scenes,
    refill(wanted: { setting?: string; deployed?: string } = {}): void {
      const settings = [...new Set(data.scenes.map((scene) => scene.setting))];
      kit.fill(
        kit,
        setting,
        settings.map((name) => [name, name]),
        wanted.setting,
      );
      kit.fill(
        kit,
        deployed,
        inSetting("deployed").map(({ name }) => [name, name]),
        wanted.deployed,
      );
      const policies = scenes().flatMap((scene) => scene.policies);
      kit.fill(kit, policy, [...new Map(policies.map((one) => [one.policy, one.label]))]);
      const tracks = policies.filter((one) => one.policy === policy.value).flatMap((one) => one.tracks);
      const count = Math.max(0, ...tracks.map((track) => track.episodes.length));
      const levels = Array.from(
        { length: count },
        (_, index) => [String(index), `level ${index + 1}`] as const,
      );
      kit.fill(kit, episode, levels);
    },
  };
}

/** The grids of one scene with its heading; a sentence where the policy was not recorded there. */
export function playerScene(
  kit: PlayerKit,
  data: PlayerData,
  scene: PlayerScene,
  policy: string,
  episode: number,
): PlayerStage {
  const node = kit.node("section", { class: "scene", "data-side": scene.side, "data-name": scene.name });
  const row = kit.node("div", { class: "boards" });
  const tracks = scene.policies.find((one) => one.policy === policy)?.tracks ?? [];
  const boards = tracks.flatMap((track) => {
    const recorded = track.episodes[episode];
    return recorded ? [kit.board(kit, data, data.worlds[scene.world]!, track, recorded)] : [];
  });
  row.append(...boards.map((board) => board.node));
  if (boards.length === 0) row.append(kit.node("p", { class: "quiet" }, "No replay of this policy here."));
  node.append(kit.node("h3", {}, scene.title), row);
  return { node, side: scene.side, boards };
}

/** Calls `advance` at the chosen speed from `play` to `pause`, or until it says that there is no more. */
export function playerClock(
  stepsPerSecond: () => number,
  advance: () => boolean,
  changed: (on: boolean) => void,
): PlayerClock {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const pause = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    changed(false);
  };
  const schedule = () => {
    timer = setTimeout(() => (advance() ? schedule() : pause()), 1000 / stepsPerSecond());
  };
  return {
    pause,
    play(): void {
      if (timer !== null) return;
      schedule();
      changed(true);
    },
    isPlaying: () => timer !== null,
  };
}

/** Plays once when the player comes into view, unless less motion is asked for or someone has already used it. */
export function playerStartWhenSeen(root: HTMLElement, stage: HTMLElement, play: () => void): void {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  let touched = false;
  for (const kind of ["pointerdown", "keydown", "focusin"]) {
    root.addEventListener(kind, () => {
      touched = true;
    });
  }
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      if (!touched) play();
    },
    { threshold: 0.6 },
  );
  observer.observe(stage);
}
