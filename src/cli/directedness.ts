// `innergap directedness`: how much of what agents do is explained by their pursuing a utility.
import { exitCodes } from "../base/errors.ts";
import { mean } from "../base/stats.ts";
import { formatCompact, formatInterval, formatNumber } from "../drawing/numbers.ts";
import { textTableLines } from "../drawing/table.ts";
import { nodeRuntime } from "../engine/runtime-node.ts";
import { figure } from "../experiments/checks.ts";
import type { Directedness } from "../measures/directedness.ts";
import { disk } from "../runs/disk.ts";
import { Interrupted, type StageProgress } from "../trials/context.ts";
import { type DirectednessLine, directednessOfRuns } from "../trials/directedness-runs.ts";
import type { InferenceRequest } from "../trials/infer-runs.ts";
import type { Arguments } from "./arguments.ts";
import type { Execute } from "./command.ts";
import { inferenceRequest } from "./inference-options.ts";
import { watchStudy } from "./progress.ts";
import { studyOptions } from "./study-options.ts";
import type { Terminal } from "./terminal.ts";
import { trainedRunFolders } from "./trained-runs.ts";
import { wrap } from "./wording.ts";

const legend =
  "MEG: maximum-entropy goal-directedness in nats per decision, beside log|A|, its bound. It does not tell pursuing from shunning: the sign of the rationality does. Permuted actions and random deterministic policies pursue nothing; only what exceeds them says anything, above all for any utility.";

export const execute: Execute = async (args, terminal, interruption) => {
  const request = inferenceRequest(args, args.texts("run").flatMap(trainedRunFolders));
  const lines = await measured(request, args, terminal, interruption.signal);
  if (lines === null) return interruption.exitCode() ?? exitCodes.failure;
  for (const group of agentsOf(lines)) printAgent(group, terminal);
  for (const text of wrap(legend, Math.min(terminal.width, 110))) terminal.print(text);
  terminal.record({ kind: "done", result: { lines } });
  return exitCodes.ok;
};

async function measured(
  request: InferenceRequest,
  args: Arguments,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<DirectednessLine[] | null> {
  const view = await watchStudy(terminal);
  const onProgress = (event: StageProgress) =>
    view.take({ kind: "progress", setting: args.command, seed: null, ...event });
  try {
    const runtime = nodeRuntime({ threads: studyOptions(args).threads });
    return await directednessOfRuns(request, { fs: disk, runtime, signal, onProgress });
  } catch (error) {
    if (error instanceof Interrupted) return null;
    throw error;
  } finally {
    view.stop();
  }
}

/** Seeds of one kind of agent together. */
function agentsOf(lines: readonly DirectednessLine[]): DirectednessLine[][] {
  const agents = new Map<string, DirectednessLine[]>();
  for (const line of lines) {
    const key = JSON.stringify([line.setting, line.deployment, line.policy]);
    agents.set(key, [...(agents.get(key) ?? []), line]);
  }
  return [...agents.values()];
}

function printAgent(lines: readonly DirectednessLine[], terminal: Terminal): void {
  const { setting, deployment, policy, known, unknown, levels } = lines[0]!;
  const utilities: [string, (line: DirectednessLine) => Directedness][] = [
    ...Object.keys(known).map((name): [string, (line: DirectednessLine) => Directedness] => [
      name,
      (line) => line.known[name]!,
    ]),
    ["any utility", (line) => line.unknown],
  ];
  const columns = ["utility", "MEG", "interval", "seeds", "rationality", "permuted", "random"].map(
    (title, index) => ({ title, align: index === 0 ? ("left" as const) : ("right" as const) }),
  );
  const rows = utilities.map(([name, of]) => ({ cells: [name, ...figureCells(lines.map(of))] }));
  const seeds = lines.length === 1 ? "" : `, ${lines.length} seeds`;
  const bound = formatNumber(unknown.perDecisionBound, 3);
  terminal.print(`${setting}, ${deployment}: ${policy}${seeds}; ${levels} levels, log|A| = ${bound}`);
  for (const line of textTableLines({ columns, rows }, Number.POSITIVE_INFINITY)) terminal.print(line);
  terminal.print();
}

function figureCells(found: readonly Directedness[]): string[] {
  const { mean: nats, low, high, perSeed } = figure(found.map((one) => one.nats));
  return [
    formatNumber(nats, 3),
    formatInterval(low, high, 3),
    perSeed.length === 1 ? "" : perSeed.map((one) => formatNumber(one, 3)).join(" "),
    found.map(rationality).join(" "),
    formatNumber(mean(found.map(({ controls }) => controls.permuted)), 3),
    formatNumber(mean(found.flatMap(({ controls }) => controls.randomDeterministic)), 3),
  ];
}

/** With its sign; the limit where only that attains the maximum. */
function rationality({ beta, sign }: Directedness): string {
  if (beta !== null) return formatCompact(beta, 3);
  return sign < 0 ? "−∞" : "∞";
}
