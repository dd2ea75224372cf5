// The colours: Okabe and Ito's set, moved where needed so that each stands 3:1 off the paper, light and dark.

export interface ThemedColor {
  readonly light: string;
  readonly dark: string;
  /** The nearest of the 256 terminal colours. */
  readonly terminal: number;
}

/** Colours of marks and objects. Shape, dash and label always say the same thing a second time. */
export const palette = {
  blue: { light: "#0072b2", dark: "#56b4e9", terminal: 74 },
  vermilion: { light: "#c94f00", dark: "#f08a4b", terminal: 209 },
  green: { light: "#00805d", dark: "#2fc69b", terminal: 79 },
  purple: { light: "#a84e86", dark: "#df9cc2", terminal: 175 },
  orange: { light: "#a86f00", dark: "#e8ab2e", terminal: 214 },
  sky: { light: "#2a7fae", dark: "#8ccff5", terminal: 117 },
  grey: { light: "#646b73", dark: "#a3abb5", terminal: 247 },
  wall: { light: "#7d858e", dark: "#7c8590", terminal: 243 },
} as const satisfies Readonly<Record<string, ThemedColor>>;

export type ColorName = keyof typeof palette;

/** What everything lies on and is written with. */
export const surfaces = {
  paper: { light: "#fffefb", dark: "#14171a" },
  raised: { light: "#f6f4ee", dark: "#1d2125" },
  line: { light: "#dcd8cd", dark: "#343a41" },
  floor: { light: "#f3f1ea", dark: "#20252a" },
  ink: { light: "#1c1f23", dark: "#ebe8e1" },
  quiet: { light: "#5a6068", dark: "#a9b0b8" },
} as const;

/** A colour in CSS: the page's variable, or the light value where there is no page around. */
export function cssColor(name: ColorName | keyof typeof surfaces): string {
  const value = name in palette ? palette[name as ColorName] : surfaces[name as keyof typeof surfaces];
  return `var(--${name}, ${value.light})`;
}

/** Declarations of all colours for one theme, for a `:root` rule. */
export function colorVariables(theme: "light" | "dark"): string {
  const all = { ...palette, ...surfaces };
  return Object.entries(all)
    .map(([name, value]) => `--${name}:${value[theme]}`)
    .join(";");
}

function channelLuminance(hexPair: string): number {
  const value = Number.parseInt(hexPair, 16) / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function luminance(hex: string): number {
  return (
    0.2126 * channelLuminance(hex.slice(1, 3)) +
    0.7152 * channelLuminance(hex.slice(3, 5)) +
    0.0722 * channelLuminance(hex.slice(5, 7))
  );
}

/** Contrast ratio of two `#rrggbb` colours, 1 to 21 (WCAG 2.2, relative luminance of sRGB). */
export function contrastRatio(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
