// `innergap doctor`: one line per check, with the remedy.
import { exitCodes } from "../base/errors.ts";
import type { Execute } from "./command.ts";
import { type Finding, healthChecks } from "./health.ts";

const paints: Readonly<Record<Finding["level"], string>> = { ok: "32", warn: "33", fail: "31" };

export const execute: Execute = async (args, terminal) => {
  const findings: (Finding & { readonly name: string })[] = [];
  for (const check of healthChecks(args.text("out") ?? "runs")) {
    const finding = { name: check.name, ...(await check.look()) };
    findings.push(finding);
    const word = finding.level.padEnd(4);
    const level = terminal.color ? `\u001b[${paints[finding.level]}m${word}\u001b[0m` : word;
    terminal.print(`${level}  ${check.name.padEnd(8)} ${finding.says}`);
    if (finding.remedy !== null) terminal.print(`${" ".repeat(15)}-> ${finding.remedy}`);
    terminal.record({ kind: "check", ...finding });
  }
  const failed = findings.filter((finding) => finding.level === "fail").length;
  terminal.record({ kind: "done", result: { healthy: failed === 0, checks: findings } });
  return failed === 0 ? exitCodes.ok : exitCodes.failure;
};
