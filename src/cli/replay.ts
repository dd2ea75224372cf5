// `innergap replay`: recorded episodes, in place in a terminal or as text elsewhere.
import { exitCodes } from "../base/errors.ts";
import { frameText } from "../drawing/frame.ts";
import { truncateToWidth } from "../drawing/plain-text.ts";
import type { Environment } from "../environments/environment.ts";
import { type ReplayedEpisode, replayEpisode } from "../rollouts/replay.ts";
import type { Arguments } from "./arguments.ts";
import type { Execute, Interruption } from "./command.ts";
import { deliver, type FileFormat, formatOf, pictureOf } from "./picture-files.ts";
import { eventOfKey, type PlayerEvent, type PlayerState, play } from "./player.ts";
import { chooseReel, type Reel, titleOf } from "./reel.ts";
import { isInteractive, nextEvent, onScreen } from "./screen.ts";
import type { Terminal } from "./terminal.ts";

const usualSpeed = 4;
const keyHelp = "space pause   left right step   up down speed   n p episode   q quit";

export const execute: Execute = async (args, terminal, interruption) => {
  const reel = chooseReel(args);
  const episodes = reel.replay.episodes;
  const wanted = args.whole("episode", 0, episodes.length - 1);
  const speed = args.number("speed", 0.25, 64) ?? usualSpeed;
  const format = formatOf(args, ["text", "svg", "png", "gif"]);
  if (format !== null) {
    deliver(recording(format, reel, wanted ?? 0, speed, args), args, terminal);
  } else if (isInteractive(args, terminal)) {
    await playInPlace(reel, { episode: wanted ?? 0, speed }, terminal, interruption);
  } else {
    for (const [index, episode] of episodes.entries()) {
      if (wanted !== null && wanted !== index) continue;
      printEpisode(reel, index, replayEpisode(reel.environment, episode, reel.replay.horizon), terminal);
    }
  }
  const { deployment, policy } = reel.replay;
  terminal.record({
    kind: "done",
    result: { run: reel.run.folder, deployment, policy, episodes: episodes.length },
  });
  return interruption.exitCode() ?? exitCodes.ok;
};

/** The events of the step that led to a frame, in words. */
function eventWords(environment: Environment, episode: ReplayedEpisode, step: number): string {
  const counts = step === 0 ? undefined : episode.events[step - 1];
  const happened = environment.events.filter((_, index) => (counts?.[index] ?? 0) > 0);
  const ended =
    step === episode.frames.length - 1 ? [episode.terminated ? "the world ends it" : "time is up"] : [];
  return [...happened, ...ended].join(", ");
}

/** "step 3 of 12: right", and what happened there. */
function momentWords(
  { environment, replay }: Reel,
  index: number,
  episode: ReplayedEpisode,
  step: number,
): { readonly moment: string; readonly happened: string } {
  const action = step === 0 ? undefined : replay.episodes[index]?.actions[step - 1];
  const taken = action === undefined ? "start" : (environment.actions[action] ?? "?");
  return {
    moment: `step ${step} of ${episode.frames.length - 1}: ${taken}`,
    happened: eventWords(environment, episode, step),
  };
}

function frameLines(
  reel: Reel,
  index: number,
  episode: ReplayedEpisode,
  step: number,
  color: boolean,
): string[] {
  const { moment, happened } = momentWords(reel, index, episode, step);
  return [
    happened === "" ? moment : `${moment} (${happened})`,
    ...frameText(episode.frames[step]!, reel.environment.objects, { color }),
  ];
}

function printEpisode(reel: Reel, index: number, episode: ReplayedEpisode, terminal: Terminal): void {
  terminal.print(titleOf(reel, index));
  for (let step = 0; step < episode.frames.length; step++) {
    for (const line of frameLines(reel, index, episode, step, terminal.color)) terminal.print(line);
    terminal.print();
  }
  const { actions } = reel.replay.episodes[index]!;
  const words = actions.map((action) => reel.environment.actions[action] ?? "?");
  terminal.record({
    kind: "episode",
    index,
    steps: actions.length,
    actions: words,
    terminated: episode.terminated,
  });
}

/** One episode as a file: every frame on one sheet (SVG, PNG), one after the other (GIF), or as text. */
function recording(
  format: FileFormat,
  reel: Reel,
  index: number,
  speed: number,
  args: Arguments,
): string | Uint8Array {
  const { environment, replay } = reel;
  const episode = replayEpisode(environment, replay.episodes[index]!, replay.horizon);
  const steps = episode.frames.map((_, step) => step);
  if (format !== "svg" && format !== "png" && format !== "gif") {
    const lines = steps.flatMap((step) => [...frameLines(reel, index, episode, step, false), ""]);
    return `${[titleOf(reel, index), ...lines].join("\n")}`;
  }
  const panels = steps.map((step) => {
    const frame = episode.frames[step]!;
    const notes = frame.notes.map(({ label, value }) => `${label} ${value}`).join(", ");
    const { moment, happened } = momentWords(reel, index, episode, step);
    return { caption: [moment, happened, ...(notes === "" ? [] : [notes])], frame };
  });
  const { objects } = environment;
  return pictureOf(format, { panels, objects, label: titleOf(reel, index), seconds: 1 / speed }, args);
}

/** Draws over the last picture until the episodes are over or somebody quits. */
async function playInPlace(
  reel: Reel,
  start: { readonly episode: number; readonly speed: number },
  terminal: Terminal,
  interruption: Interruption,
): Promise<void> {
  const { replay, environment } = reel;
  const episodes = replay.episodes.map((episode) => replayEpisode(environment, episode, replay.horizon));
  const lengths = episodes.map((episode) => episode.frames.length);
  let state: PlayerState = { ...start, step: 0, playing: true, done: false };
  const lines = () => {
    const step = Math.min(state.step, lengths[state.episode]! - 1);
    const speed = state.playing ? `${state.speed} steps/s` : "paused";
    const frame = frameLines(reel, state.episode, episodes[state.episode]!, step, terminal.color);
    const [told = "", ...picture] = frame;
    const fitted = (line: string) => truncateToWidth(line, terminal.width - 1);
    const title = titleOf(reel, state.episode);
    return [fitted(title), fitted(told), ...picture, fitted(`${speed}   ${keyHelp}`)];
  };
  await onScreen(terminal, async (draw) => {
    draw(lines());
    while (!state.done && !interruption.signal.aborted) {
      const tick = { milliseconds: 1000 / state.speed, event: "tick" as const };
      const event = await nextEvent<PlayerEvent>(eventOfKey, tick, "quit", interruption.signal);
      state = play(state, event, lengths);
      draw(lines());
    }
  });
}
