// Programs that speak lines of JSON, well or badly, and what is left of them.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** A program that answers lines with what `answer` (JavaScript, from `message` and `say`) does. */
export function program(folder: string, name: string, answer: string, before = ""): string[] {
  const file = join(folder, `${name}.mjs`);
  const text = `
    import { createInterface } from "node:readline";
    const say = (value) => process.stdout.write(typeof value === "string" ? value : JSON.stringify(value) + "\\n");
    const usual = (message) => {
      if (message.type === "hello") { globalThis.contexts = message.contexts; say({ type: "hello", version: 1 }); }
      if (message.type === "reset") say({ type: "ready" });
      if (message.type === "act") say({ type: "actions", actions: Array(globalThis.contexts).fill(0) });
    };
    ${before}
    for await (const line of createInterface({ input: process.stdin })) {
      const message = JSON.parse(line);
      ${answer}
    }`;
  writeFileSync(file, text);
  return [process.execPath, file];
}

/** Arguments of processes that are still there and have this word in them. */
export function left(word: string): string[] {
  const list = execFileSync("ps", ["-eo", "pid,args"]).toString().split("\n");
  return list.filter((line) => line.includes(word));
}
