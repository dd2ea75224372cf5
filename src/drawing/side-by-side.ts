// Blocks of text beside each other, as many as a line has room for.
import { displayWidth } from "./plain-text.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with the escape character
const colors = /\u001b\[[\d;]*m/g;
const gap = 3;

function widthOf(line: string): number {
  return displayWidth(line.replace(colors, ""));
}

/**
 * Blocks of lines (which may be coloured) in rows of equal columns, no row wider than `width` unless a single block is; between two
 * rows of blocks one empty line.
 */
export function sideBySide(blocks: readonly (readonly string[])[], width: number): readonly string[] {
  const each = Math.max(0, ...blocks.flat().map(widthOf));
  const across = Math.max(1, Math.floor((width + gap) / (each + gap)));
  const lines: string[] = [];
  for (let first = 0; first < blocks.length; first += across) {
    const row = blocks.slice(first, first + across);
    if (first > 0) lines.push("");
    for (let line = 0; line < Math.max(...row.map((block) => block.length)); line++) {
      const parts = row.map((block) => block[line] ?? "");
      lines.push(
        parts
          .map((part, index) =>
            index === parts.length - 1 ? part : part + " ".repeat(each - widthOf(part) + gap),
          )
          .join("")
          .trimEnd(),
      );
    }
  }
  return lines;
}

/** Two blocks beside each other where the line has room for both, else the second below the first. */
export function beside(
  first: readonly string[],
  second: readonly string[],
  width: number,
): readonly string[] {
  const left = Math.max(0, ...first.map(widthOf));
  const right = Math.max(0, ...second.map(widthOf));
  if (left + gap + right > width) return [...first, ...second];
  return Array.from({ length: Math.max(first.length, second.length) }, (_, index) => {
    const line = first[index] ?? "";
    return `${line}${" ".repeat(left - widthOf(line) + gap)}${second[index] ?? ""}`.trimEnd();
  });
}
