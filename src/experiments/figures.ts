// Figures that an experiment draws of what it found, as plain values: lines, maps of two quantities, plans, tables.
import type { Figure } from "../measures/summary.ts";

/** A point by its place on the horizontal axis. */
export type FigurePoint = readonly [at: number, value: number];

/** What one thing changes in another, line by line. */
export interface LineFigure {
  readonly kind?: "lines";
  /** What stands on the vertical axis: "Base value". */
  readonly of: string;
  /** What lies on the horizontal axis, which begins at 0 unless it is logarithmic: "price of a surplus key". */
  readonly over: string;
  /** Points by ascending place. */
  readonly lines: readonly {
    readonly label: string;
    readonly points: readonly FigurePoint[];
    /** One of many that a mean stands for: pale, without a marker. */
    readonly thin?: boolean;
  }[];
  /** Places on the horizontal axis with a name. */
  readonly marks?: readonly { readonly at: number; readonly label: string }[];
  /** Powers of ten lie equally far apart on the horizontal axis; all places are above 0. */
  readonly logarithmic?: boolean;
  /** False where the slope of a line says nothing. */
  readonly slopes?: boolean;
  /** What it shows and, where that matters, what it does not. */
  readonly caption?: string;
}

/** One axis of a map: its places in order, numbers ascending. */
export interface MapAxis {
  readonly title: string;
  readonly values: readonly (number | string)[];
}

/** A phase map: one cell per pair of conditions, with the lines that theory draws through it. */
export interface MapFigure {
  readonly kind: "map";
  readonly of: string;
  readonly across: MapAxis;
  readonly down: MapAxis;
  readonly cells: readonly {
    /** Indices into the axes. */
    readonly across: number;
    readonly down: number;
    /** A number is shaded within the range, a text is one of the categories. */
    readonly value: number | string;
    /** What stands in the cell; by default the number with two decimals, or the category's number. */
    readonly text?: string;
  }[];
  /** Texts in the order of their colours; by default in the order in which cells have them. */
  readonly categories?: readonly string[];
  /** Numbers that the lightest and the darkest shade stand for; [0, 1] by default. */
  readonly range?: readonly [low: number, high: number];
  /** Lines in the units of the axes, which are then numbers. */
  readonly boundaries?: readonly {
    readonly label: string;
    readonly points: readonly (readonly [across: number, down: number])[];
  }[];
  readonly caption?: string;
}

/** Plans as strips: one letter per episode, phase by phase. */
export interface StripFigure {
  readonly kind: "strips";
  readonly of: string;
  readonly phases: readonly { readonly label: string; readonly episodes: number }[];
  readonly rows: readonly {
    readonly label: string;
    readonly plan: string;
    /** What the plan is worth, in words or digits. */
    readonly value?: string;
    readonly best?: boolean;
  }[];
  readonly caption?: string;
}

/** A table; a cell that is a figure over seeds shows its mean and its interval. */
export interface TableFigure {
  readonly kind: "table";
  readonly of: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | Figure | null)[])[];
  /** Decimals of numbers and figures; 2 by default. */
  readonly digits?: number;
  readonly caption?: string;
}

export type StudyFigure = LineFigure | MapFigure | StripFigure | TableFigure;

export function isLineFigure(figure: StudyFigure): figure is LineFigure {
  return figure.kind === undefined || figure.kind === "lines";
}
