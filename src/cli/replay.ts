// `innergap replay`: recorded episodes, in place in a terminal or as text elsewhere.
import { exitCodes } from "../base/errors.ts";
import { frameText } from "../drawing/frame.ts";
import { truncateToWidth } from "../drawing/plain-text.ts";
import type { Environment } from "../environments/environment.ts";
import { type ReplayedEpisode, replayEpisode } from "../rollouts/replay.ts";
import type { Execute, Interruption } from "./command.ts";
import { eventOfKey, type PlayerEvent, type PlayerState, play } from "./player.ts";
import { chooseReel, type Reel, titleOf } from "./reel.ts";
import { showCursorAtExit, type Terminal } from "./terminal.ts";

const usualSpeed = 4;
const keyHelp = "space pause   left right step   up down speed   n p episode   q quit";

export const execute: Execute = async (args, terminal, interruption) => {
  const reel = chooseReel(args);
  const episodes = reel.replay.episodes;
  const wanted = args.whole("episode", 0, episodes.length - 1);
  const speed = args.number("speed", 0.25, 64) ?? usualSpeed;
  const inPlace = process.stdout.isTTY === true && process.stdin.isTTY === true;
  if (inPlace && !args.flag("plain") && !terminal.json) {
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

function frameLines(
  reel: Reel,
  index: number,
  episode: ReplayedEpisode,
  step: number,
  color: boolean,
): string[] {
  const { environment, replay } = reel;
  const action = step === 0 ? undefined : replay.episodes[index]?.actions[step - 1];
  const taken = action === undefined ? "start" : (environment.actions[action] ?? "?");
  const events = eventWords(environment, episode, step);
  const frame = episode.frames[step]!;
  return [
    `step ${step} of ${episode.frames.length - 1}: ${taken}${events === "" ? "" : ` (${events})`}`,
    ...frameText(frame, environment.objects, { color }),
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

/** Draws over the last picture until the episodes are over or somebody quits; the cursor always comes back. */
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
  let drawn = 0;
  const draw = () => {
    const step = Math.min(state.step, lengths[state.episode]! - 1);
    const speed = state.playing ? `${state.speed} steps/s` : "paused";
    const frame = frameLines(reel, state.episode, episodes[state.episode]!, step, terminal.color);
    const [told = "", ...picture] = frame;
    // A line that wrapped would be two lines to go back over.
    const fitted = (line: string) => truncateToWidth(line, terminal.width - 1);
    const title = titleOf(reel, state.episode);
    const lines = [fitted(title), fitted(told), ...picture, fitted(`${speed}   ${keyHelp}`)];
    if (drawn > 0) terminal.control(`\u001b[${drawn}A`);
    terminal.control("\u001b[J");
    for (const line of lines) terminal.print(line);
    drawn = lines.length;
  };
  showCursorAtExit(process.stdout);
  terminal.control("\u001b[?25l");
  process.stdin.setRawMode(true).resume();
  try {
    draw();
    while (!state.done && !interruption.signal.aborted) {
      state = play(state, await nextEvent(1000 / state.speed, interruption.signal), lengths);
      draw();
    }
  } finally {
    process.stdin.setRawMode(false).pause();
    terminal.control("\u001b[?25h");
  }
}

/** The next key that means something, or a tick when the time is up. */
function nextEvent(milliseconds: number, signal: AbortSignal): Promise<PlayerEvent> {
  return new Promise((resolve) => {
    const settle = (event: PlayerEvent) => {
      clearTimeout(timer);
      process.stdin.off("data", onData);
      signal.removeEventListener("abort", onAbort);
      resolve(event);
    };
    const onData = (data: Buffer) => {
      const event = eventOfKey(data.toString());
      if (event !== null) settle(event);
    };
    const onAbort = () => settle("quit");
    const timer = setTimeout(() => settle("tick"), milliseconds);
    process.stdin.on("data", onData);
    signal.addEventListener("abort", onAbort);
  });
}
