// HTML and SVG as values: every string that goes in is escaped, only markup made here stays markup.
import { plainText } from "./plain-text.ts";

const brand: unique symbol = Symbol("markup");

/** A piece of well-formed HTML or SVG. */
export interface Markup {
  readonly [brand]: true;
  readonly source: string;
}

export type Child = Markup | string | number | null | undefined | false | readonly Child[];

/** `true` gives a bare attribute; `false`, `null` and `undefined` leave it out. */
export type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

const voidTags = new Set(["br", "col", "hr", "img", "input", "link", "meta"]);
const namePattern = /^[a-zA-Z][a-zA-Z0-9:-]*$/;
const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Plain text in the form in which it can stand between tags or in a quoted attribute. */
export function escapeMarkup(text: string): string {
  return plainText(text).replace(/[&<>"']/g, (character) => entities[character] as string);
}

/** Takes a string as markup. Only for constants of this project and output of `element`, never for data. */
export function trusted(source: string): Markup {
  return { [brand]: true, source };
}

function render(child: Child): string {
  if (child === null || child === undefined || child === false) return "";
  if (typeof child === "string") return escapeMarkup(child);
  if (typeof child === "number") return String(child);
  if (brand in child) return child.source;
  return child.map(render).join("");
}

function renderAttributes(attributes: Attributes): string {
  let text = "";
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (!namePattern.test(name)) throw new Error(`"${plainText(name)}" cannot be an attribute name`);
    text += value === true ? ` ${name}` : ` ${name}="${escapeMarkup(String(value))}"`;
  }
  return text;
}

/** One element with its attributes and children. Throws an Error for a tag or attribute name that is none. */
export function element(tag: string, attributes: Attributes, ...children: readonly Child[]): Markup {
  if (!namePattern.test(tag)) throw new Error(`"${plainText(tag)}" cannot be a tag name`);
  const opening = `<${tag}${renderAttributes(attributes)}>`;
  return trusted(voidTags.has(tag) ? opening : `${opening}${render(children)}</${tag}>`);
}

/** Several pieces one after the other, without an element around them. */
export function fragment(...children: readonly Child[]): Markup {
  return trusted(render(children));
}

/**
 * JSON that can stand inside a `<script type="application/json">`: no `<`, so that nothing can close it. Its strings
 * are plain text, as everywhere in a page.
 */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => (typeof item === "string" ? plainText(item) : item))
    .replace(/</g, "\\u003c")
    .replace(/\u2028/g, "\\u2028")
    .replace(/\u2029/g, "\\u2029");
}
