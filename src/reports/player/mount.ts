// Brings one player of the page to life: its lists, slider, buttons and keys move the same step counter.
import type { PlayerData } from "./data.ts";
import type { PlayerKit, PlayerStage } from "./kit.ts";

/** Turns one `.player` of the page into a working one. */
export function mountPlayer(kit: PlayerKit, root: HTMLElement, data: PlayerData): void {
  const controls = kit.controls(root);
  const { slider, counter, live, stage } = controls;
  const choices = kit.choices(kit, data, controls);
  let scenes: readonly PlayerStage[] = [];
  let step = 0;
  let total = 0;

  function spoken(): string {
    const said = scenes.map(
      ({ side, boards }) =>
        `${side}: ${boards.map((board) => `${board.label} ${board.text(step)}`).join("; ")}`,
    );
    return `Step ${step} of ${total}. ${said.join(". ")}`;
  }

  function show(next: number): void {
    step = Math.max(0, Math.min(total, next));
    for (const { boards } of scenes) for (const board of boards) board.show(step);
    slider.value = String(step);
    slider.setAttribute("aria-valuetext", `step ${step} of ${total}`);
    counter.textContent = `step ${step} of ${total}`;
  }

  function build(): void {
    const { policy, episode } = controls;
    scenes = choices
      .scenes()
      .map((scene) => kit.scene(kit, data, scene, policy.value, Number(episode.value)));
    stage.replaceChildren(...scenes.map(({ node }) => node));
    total = Math.max(0, ...scenes.flatMap(({ boards }) => boards.map(({ last }) => last)));
    slider.max = String(total);
    show(0);
  }

  const clock = kit.clock(
    () => Number(controls.speed.value),
    () => {
      show(step + 1);
      // While it plays nothing is said: the words would come faster than anyone can hear them.
      if (step >= total) live.textContent = spoken();
      return step < total;
    },
    (on) => {
      root.dataset.playing = String(on);
      controls.play.setAttribute("aria-label", on ? "Pause" : "Play");
    },
  );

  function play(): void {
    if (step >= total) show(0);
    if (total > 0) clock.play();
  }

  function moveTo(next: number): void {
    clock.pause();
    show(next);
    live.textContent = spoken();
  }

  const actions: Record<string, () => void> = {
    play: () => (clock.isPlaying() ? clock.pause() : play()),
    first: () => moveTo(0),
    back: () => moveTo(step - 1),
    forward: () => moveTo(step + 1),
    last: () => moveTo(total),
  };
  kit.bind(root, slider, actions);
  slider.addEventListener("input", () => moveTo(Number(slider.value)));
  for (const select of [controls.setting, controls.deployed, controls.policy, controls.episode]) {
    select.addEventListener("change", () => {
      choices.refill();
      build();
      moveTo(0);
    });
  }
  choices.refill({ setting: root.dataset.setting ?? "", deployed: root.dataset.deployed ?? "" });
  build();
  clock.pause();
  kit.startWhenSeen(root, stage, play);
}

/** Buttons by their `data-action`, and the keys that do the same while something inside the player has the focus. */
export function playerBind(
  root: HTMLElement,
  slider: HTMLElement,
  actions: Record<string, () => void>,
): void {
  const keys: Record<string, string> = {
    " ": "play",
    ArrowLeft: "back",
    ArrowRight: "forward",
    Home: "first",
    End: "last",
  };
  root.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-action]");
    if (button) actions[button.dataset.action!]!();
  });
  root.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    const action = keys[event.key];
    // A list has keys of its own; so have the slider's arrows and a button's space bar, which already do the same.
    if (!action || target instanceof HTMLSelectElement) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (target === slider && event.key !== " ") return;
    if (target instanceof HTMLButtonElement && event.key === " ") return;
    event.preventDefault();
    actions[action]!();
  });
}
