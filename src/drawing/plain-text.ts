// Text that is safe to show: no control characters, and its width in terminal columns.

const unsafe = /(?![\n\t])[\p{Cc}\p{Cs}\p{Bidi_Control}\p{Noncharacter_Code_Point}\ufeff\u2028\u2029]/gu;

/** Without control, bidirectional-override and unpaired surrogate characters; line feed and tab are kept. */
export function plainText(text: string): string {
  return text.replace(unsafe, "");
}

/** Plain text on one line: every run of white space is one space. */
export function plainLine(text: string): string {
  return plainText(text).replace(/\s+/gu, " ").trim();
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
const zeroWidth = /^[\p{Mark}\p{Default_Ignorable_Code_Point}]+$/u;
const wide =
  /\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;

function graphemeWidth(grapheme: string): number {
  if (zeroWidth.test(grapheme)) return 0;
  return wide.test(grapheme) ? 2 : 1;
}

/** The graphemes of a line. A space always stands alone: letters that Unicode joins to what follows do not take it in. */
function* pieces(text: string): Generator<string> {
  for (const part of text.split(/(?<= )|(?= )/u)) {
    for (const { segment } of graphemes.segment(part)) yield segment;
  }
}

/** Columns that one line of plain text takes in a terminal: East Asian wide characters and emoji take two. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const piece of pieces(text)) width += graphemeWidth(piece);
  return width;
}

/** The longest beginning of a line that fits the width, with an ellipsis where something was cut off. */
export function truncateToWidth(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = "";
  let used = 0;
  for (const piece of pieces(text)) {
    used += graphemeWidth(piece);
    if (used > width - 1) break;
    kept += piece;
  }
  return width > 0 ? `${kept}…` : "";
}

/** Filled with spaces up to the width, at the end ("left" aligned) or at the start ("right" aligned). */
export function alignToWidth(text: string, width: number, align: "left" | "right"): string {
  const fill = " ".repeat(Math.max(0, width - displayWidth(text)));
  return align === "left" ? text + fill : fill + text;
}
