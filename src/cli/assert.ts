// `innergap assert`: does what was inferred of agents bear a claim out? For anyone's CI.
import { exitCodes, InputError } from "../base/errors.ts";
import { formatNumber } from "../drawing/numbers.ts";
import { disk } from "../runs/disk.ts";
import type { InferenceLine } from "../runs/inference-format.ts";
import { storedInference } from "../trials/stored-inference.ts";
import type { Arguments } from "./arguments.ts";
import { type Claim, type ClaimOutcome, judgeClaim, parseClaims, splitWords } from "./claims.ts";
import type { Execute } from "./command.ts";
import { inferred } from "./infer.ts";
import { inferenceRequest } from "./inference-options.ts";
import type { Terminal } from "./terminal.ts";
import { trainedRunFolders } from "./trained-runs.ts";

/** One kind of agent, and how the claims came out for it. */
interface Judged {
  readonly setting: string;
  readonly deployment: string;
  readonly policy: string;
  readonly outcomes: readonly ClaimOutcome[];
}

export const execute: Execute = async (args, terminal, interruption) => {
  const { claims: words, runs } = splitWords(args.texts("claim"));
  const claims = parseClaims(words);
  const folders = runs.flatMap(trainedRunFolders);
  const lines = await linesFor(folders, args, terminal, interruption.signal);
  if (lines === null) return interruption.exitCode() ?? exitCodes.failure;
  const judged = judge(claims, lines);
  for (const one of judged) tell(one, terminal);
  const holds = judged.every(({ outcomes }) => outcomes.every((outcome) => outcome.holds));
  terminal.record({ kind: "done", result: { holds, agents: judged } });
  return holds ? exitCodes.ok : exitCodes.assertion;
};

/** Lines that the runs' studies hold, where they hold some of every run; else they are computed. */
async function linesFor(
  folders: readonly string[],
  args: Arguments,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<readonly InferenceLine[] | null> {
  const request = { ...inferenceRequest(args, folders), checkpoints: "last" as const };
  const asksAnew = ["agent", "levels", "episodes", "objectives", "set", "config"].some(
    (option) => args.texts(option).length > 0,
  );
  const stored = asksAnew ? null : storedInference(disk, folders, request);
  return stored ?? inferred(request, args, terminal, signal);
}

function judge(claims: readonly Claim[], lines: readonly InferenceLine[]): Judged[] {
  const kinds = new Map<string, InferenceLine[]>();
  for (const line of lines) {
    const key = JSON.stringify([line.setting, line.deployment, line.policy]);
    kinds.set(key, [...(kinds.get(key) ?? []), line]);
  }
  if (kinds.size === 0) throw new InputError("assert", "no agent", "a run with a trained agent, or --agent");
  return [...kinds.values()].map((group) => {
    const { setting, deployment, policy } = group[0]!;
    return { setting, deployment, policy, outcomes: claims.map((claim) => judgeClaim(claim, group)) };
  });
}

function tell({ setting, deployment, policy, outcomes }: Judged, terminal: Terminal): void {
  for (const { claim, holds, figure, compared, perSeed } of outcomes) {
    const seeds = perSeed.length;
    const bound = seeds === 1 ? "" : `, 95 % bound over ${seeds} seeds ${formatNumber(compared, 3)}`;
    const text = `${holds ? "holds" : "does not hold"}: ${claim}: ${formatNumber(figure, 3)}${bound} (${setting}, ${deployment}, ${policy})`;
    if (holds) terminal.print(text);
    else terminal.complain(text);
  }
}
