// Names broken into lines that fit an outline.
import { displayWidth, plainLine, truncateToWidth } from "../plain-text.ts";

const widest = 18;
const mostLines = 3;

/** At most three lines of at most 18 columns, broken between words (also after hyphens and underscores); longer ones are cut, with an ellipsis. */
export function labelLines(name: string): readonly string[] {
  const lines: string[] = [];
  for (const word of plainLine(name).split(/(?<=[-_/])|\s+/u)) {
    const last = lines.at(-1);
    const joined = last === undefined ? word : `${last}${/[-_/]$/u.test(last) ? "" : " "}${word}`;
    if (last !== undefined && displayWidth(joined) <= widest) lines[lines.length - 1] = joined;
    else lines.push(word);
  }
  const kept = lines.slice(0, mostLines).map((line) => truncateToWidth(line, widest));
  if (lines.length > mostLines) kept[mostLines - 1] = truncateToWidth(`${kept[mostLines - 1]}…`, widest);
  return kept;
}
