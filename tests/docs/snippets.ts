// The fenced blocks of the documentation that are marked to be run: ```ts run and ```sh run.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Snippet {
  /** Path of the page below the root. */
  readonly page: string;
  /** Line of the opening fence, from 1. */
  readonly line: number;
  readonly language: "ts" | "sh";
  readonly text: string;
  /** What stdout must be: the block marked ```text output that follows; null where there is none. */
  readonly output: string | null;
}

/** README.md, the pages of docs/ and of its folders for diagrams, experiments, games, measures and risk, each in the order of their names. */
export function documentationPages(root: string): readonly string[] {
  const docs = [
    "docs",
    "docs/causal",
    "docs/experiments",
    "docs/games",
    "docs/measures",
    "docs/risk",
  ].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith(".md"))
      .sort()
      .map((name) => `${folder}/${name}`),
  );
  return ["README.md", ...docs].filter((page) => existsSync(join(root, page)));
}

/** The marked blocks of one page. Throws on a mark that nobody understands, such as a misspelt language. */
export function snippetsOf(root: string, page: string): readonly Snippet[] {
  const snippets: Snippet[] = [];
  const blocks = readFileSync(join(root, page), "utf8").matchAll(/^```([^\n`]*)\n([\s\S]*?)^```[ \t]*$/gm);
  for (const { 1: info = "", 2: text = "", index, input } of blocks) {
    const line = input.slice(0, index).split("\n").length;
    const [language, mark] = info.trim().split(/\s+/);
    const last = snippets.at(-1);
    if (mark === "output" && last) snippets[snippets.length - 1] = { ...last, output: text };
    if (mark === undefined || mark === "output") continue;
    if (mark !== "run" || (language !== "ts" && language !== "sh")) {
      throw new Error(`${page}:${line}: "${info}" is neither "ts run", "sh run" nor "text output"`);
    }
    snippets.push({ page, line, language, text, output: null });
  }
  return snippets;
}

/** Whether `found` is what was promised; a line "..." stands for any lines. */
export function outputMatches(found: string, promised: string): boolean {
  const pattern = promised
    .trimEnd()
    .split(/^\.\.\.$\n?/m)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("[\\s\\S]*");
  return new RegExp(`^${pattern}$`).test(found.trimEnd());
}
