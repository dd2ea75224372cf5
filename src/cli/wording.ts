// Words for people: wrapped lines, explained terms, sizes and times.

/** Breaks a text at blanks into lines of at most `width` characters; a longer word keeps a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  if (line !== "") lines.push(line);
  return lines;
}

/** Aligned `term  explanation` pairs whose explanations are wrapped to the width, indented by two. */
export function definitionList(pairs: readonly (readonly [string, string])[], width: number): string[] {
  const margin = Math.max(0, ...pairs.map(([term]) => term.length)) + 4;
  return pairs.flatMap(([term, text]) =>
    wrap(text, Math.max(30, width - margin)).map((line, index) =>
      index === 0 ? `  ${term.padEnd(margin - 2)}${line}` : " ".repeat(margin) + line,
    ),
  );
}

/** "1.4 MiB", "312 B": powers of 1,024. */
export function byteSize(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const amount = bytes / 1024 ** power;
  return `${power === 0 ? amount : amount.toFixed(1)} ${units[power]}`;
}

/** "42 s", "3 min 05 s", "2 h 04 min"; "?" where nobody can tell. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const two = (value: number) => String(value).padStart(2, "0");
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
}

/** "1,500,000": digits in threes, the same in every locale. */
export function grouped(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}
