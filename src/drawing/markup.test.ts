import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { element, escapeMarkup, fragment, scriptJson } from "./markup.ts";
import { plainText } from "./plain-text.ts";

const hostile = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "<script>alert(1)</script>",
    `"><img src=x onerror=y>`,
    "]]>",
    "<!--",
    "&lt;",
    "' onload='",
  ),
);

function readBack(text: string): string {
  const characters: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => characters[name]!);
}

describe("markup", () => {
  test("escaped text holds no markup and reads back as the plain text", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const escaped = escapeMarkup(text);
        expect(escaped).not.toMatch(/[<>"']/);
        expect(readBack(escaped)).toBe(plainText(text));
      }),
    );
  });

  test("strings never become elements or attributes, wherever they stand", () => {
    fc.assert(
      fc.property(hostile, hostile, (value, text) => {
        const { source } = element("p", { title: value }, text, [text, element("b", {}, text)]);
        expect(source.match(/<[^>]*>/g)).toHaveLength(4);
        expect(source.startsWith(`<p title="${escapeMarkup(value)}">`)).toBe(true);
      }),
    );
  });

  test("renders attributes, void elements and absent children as they are meant", () => {
    const built = element("input", { disabled: true, hidden: false, value: 3, title: null });
    expect(built.source).toBe('<input disabled value="3">');
    expect(fragment("a", null, false, undefined, 0, ["<", element("i", {})]).source).toBe("a0&lt;<i></i>");
  });

  test("refuses names that could carry markup", () => {
    for (const name of ["", "a b", "a>", "1a", 'a"', "a=b"]) {
      expect(() => element(name, {})).toThrow("tag name");
      expect(() => element("p", { [name]: "x" })).toThrow("attribute name");
    }
  });

  test("JSON in a script cannot close it and reads back the same, its texts plain", () => {
    fc.assert(
      fc.property(fc.jsonValue(), hostile, (value, text) => {
        const written = scriptJson({ value, text });
        expect(written).not.toMatch(/[<\u2028\u2029]/);
        const plain = JSON.stringify({ value, text }, (_, item) =>
          typeof item === "string" ? plainText(item) : item,
        );
        expect(JSON.parse(written)).toEqual(JSON.parse(plain));
      }),
    );
  });
});
