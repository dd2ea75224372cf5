import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alignToWidth, displayWidth, plainLine, plainText, truncateToWidth } from "./plain-text.ts";

const anyText = fc.string({ unit: "binary", maxLength: 60 });
const lineText = anyText.map(plainLine);

describe("plain text", () => {
  test("has no control, bidirectional or unpaired surrogate characters, and stays what it is", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const plain = plainText(text);
        expect(plain).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cs}\p{Bidi_Control}]/u);
        expect(plainText(plain)).toBe(plain);
        expect(plainLine(text)).not.toMatch(/[\n\t]/);
      }),
    );
  });

  test("loses escape sequences' introducers and direction overrides, nothing else", () => {
    expect(plainText("a\u001b[31mb\u202ec\nd\te\u0007")).toBe("a[31mbc\nd\te");
    expect(plainText("Größe 漢字 👩‍👧")).toBe("Größe 漢字 👩‍👧");
  });
});

describe("width in the terminal", () => {
  test("of known texts", () => {
    const widths = { abc: 3, 漢字: 4, "e\u0301": 1, "👩‍👩‍👧": 2, ｆ: 2, 한글: 4, "−0.5": 4, "": 0 };
    for (const [text, width] of Object.entries(widths))
      expect([text, displayWidth(text)]).toEqual([text, width]);
  });

  test("a cut text fits, and is a beginning of the whole", () => {
    fc.assert(
      fc.property(lineText, fc.nat(30), (text, width) => {
        const cut = truncateToWidth(text, width);
        expect(displayWidth(cut)).toBeLessThanOrEqual(width);
        if (cut !== text) expect(text.startsWith(cut.replace(/…$/, ""))).toBe(true);
        else expect(displayWidth(text)).toBeLessThanOrEqual(width);
      }),
    );
  });

  test("an aligned text has exactly the width when it fits", () => {
    fc.assert(
      fc.property(lineText, fc.nat(40), fc.constantFrom("left", "right"), (text, extra, align) => {
        const width = displayWidth(text) + extra;
        expect(displayWidth(alignToWidth(text, width, align))).toBe(width);
      }),
    );
  });
});
