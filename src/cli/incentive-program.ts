// An outside program as the system under test: the messages of the protocol, and what they must hold.
import { InputError } from "../base/errors.ts";
import { parseInput, z } from "../base/schema.ts";
import type { ContextSystem } from "../games/hidden-incentives/context-system.ts";
import { OutsideProgram } from "./outside-program.ts";

/** Version of the protocol; told in the first message, and to be answered with. */
export const incentiveProtocol = 1;

/** Most contexts that a program is asked to act in. */
export const mostProgramContexts = 10_000;

export interface IncentiveProgramOptions {
  readonly contexts: number;
  /** Steps from one reset to the next. */
  readonly steps: number;
  /** How long an answer may take, in seconds. */
  readonly timeout: number;
  readonly signal?: AbortSignal;
  readonly onTalk?: (text: string) => void;
}

export interface IncentiveProgram {
  readonly system: ContextSystem;
  /** What it calls itself; null where it does not say. */
  readonly name: string | null;
  /** Ends it, whatever it does, and all that it started. */
  close(): Promise<void>;
}

const helloAnswer = z.object({
  type: z.literal("hello"),
  version: z.literal(incentiveProtocol),
  name: z.string().max(200).optional(),
});
const readyAnswer = z.object({ type: z.literal("ready") });

/** Starts the program and greets it. Rejects with an InputError where it cannot be used; then nothing of it is left. */
export async function startIncentiveProgram(
  words: readonly string[],
  { contexts, steps, timeout, signal, onTalk }: IncentiveProgramOptions,
): Promise<IncentiveProgram> {
  const program = new OutsideProgram(words, {
    timeout,
    // An action takes two characters, more with spaces; the rest is for the message around them.
    longestLine: 65_536 + 16 * contexts,
    ...(signal ? { signal } : {}),
    ...(onTalk ? { onTalk } : {}),
  });
  try {
    const hello = {
      type: "hello",
      protocol: "innergap-incentives",
      version: incentiveProtocol,
      contexts,
      steps,
    };
    const answer = parseInput(helloAnswer, await program.ask(hello, "hello"), "program's answer to hello");
    return {
      system: systemOf(program, contexts),
      name: answer.name ?? null,
      close: () => program.close({ type: "close" }),
    };
  } catch (error) {
    await program.close(null);
    throw withTalk(error, program.talk);
  }
}

function systemOf(program: OutsideProgram, contexts: number): ContextSystem {
  const told = async <T>(work: () => T | Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw withTalk(error, program.talk);
    }
  };
  return {
    contexts,
    reset: (seed) =>
      told(async () => {
        const answer = await program.ask({ type: "reset", seed }, "reset");
        parseInput(readyAnswer, answer, "program's answer to reset");
      }),
    act: (actions) =>
      told(async () => {
        readActions(await program.ask({ type: "act" }, "act"), actions);
      }),
    learn: (rewards) => told(() => program.tell({ type: "rewards", rewards: Array.from(rewards) })),
  };
}

/** Checked by hand rather than by a schema: it is done at every step. */
function readActions(answer: unknown, actions: Uint8Array): void {
  const place = "program's answer to act";
  const { type, actions: given } = (answer ?? {}) as { readonly type?: unknown; readonly actions?: unknown };
  if (type !== "actions") throw new InputError(`${place}.type`, shown(type), '"actions"');
  if (!Array.isArray(given) || given.length !== actions.length) {
    const found = Array.isArray(given) ? `${given.length} actions` : shown(given);
    throw new InputError(`${place}.actions`, found, `a list of ${actions.length} actions`);
  }
  for (let context = 0; context < actions.length; context++) {
    const action: unknown = given[context];
    if (action !== 0 && action !== 1) {
      throw new InputError(`${place}.actions[${context}]`, shown(action), "0 (defect) or 1 (cooperate)");
    }
    actions[context] = action;
  }
}

function shown(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value).slice(0, 60);
}

/** The error with the program's last words of stderr, which mostly say what happened. */
function withTalk(error: unknown, talk: string): unknown {
  const said = talk.trim().split("\n").slice(-5).join("\n");
  if (!(error instanceof InputError) || said === "") return error;
  return new InputError(error.place, error.found, `${error.expected}\nits stderr ends with:\n${said}`);
}
