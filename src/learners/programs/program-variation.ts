// New programs: drawn at random, changed a little, or made of two.
import type { Rng } from "../../base/rng.ts";
import {
  emptyProgram,
  mostRules,
  noAction,
  type ProgramCode,
  ruleWidth,
} from "../../policies/programs/decision-list.ts";

/** Of what programs are made. */
export interface ProgramSpace {
  readonly actions: number;
  /** Conditions that can be stated. */
  readonly statements: number;
  /** Rules, and conditions of a rule, at most. */
  readonly rules: number;
  readonly conditions: number;
}

/** One to three rules of one condition each, or as many as there may be. */
export function randomProgram({ actions, statements, rules }: ProgramSpace, rng: Rng): ProgramCode {
  const code = emptyProgram();
  const count = rng.between(1, Math.min(3, rules));
  for (let row = 0; row < count; row++) {
    code[row * ruleWidth] = rng.below(actions);
    code[row * ruleWidth + 1] = randomTerm(statements, rng);
  }
  code[mostRules * ruleWidth] = rng.below(actions);
  return code;
}

/** Rules and conditions of a program, each counted once. */
export function programSize(code: ProgramCode): number {
  let size = 0;
  for (let row = 0; row < mostRules; row++) {
    if (code[row * ruleWidth] === noAction) continue;
    for (let entry = row * ruleWidth; entry < (row + 1) * ruleWidth; entry++) {
      if (entry === row * ruleWidth || code[entry] !== 0) size++;
    }
  }
  return size;
}

/** The first rules of one program and the last ones of another, with the other's last resort. */
export function crossed(
  one: ProgramCode,
  other: ProgramCode,
  { rules }: ProgramSpace,
  rng: Rng,
): ProgramCode {
  const code = emptyProgram();
  const head = rng.between(0, ruleCount(one));
  const tail = rng.between(0, ruleCount(other));
  const taken = Math.min(head, rules);
  const added = Math.min(ruleCount(other) - tail, rules - taken);
  code.set(one.subarray(0, taken * ruleWidth), 0);
  code.set(other.subarray(tail * ruleWidth, (tail + added) * ruleWidth), taken * ruleWidth);
  code[mostRules * ruleWidth] = other[mostRules * ruleWidth] as number;
  return code;
}

/** One change in place: a rule more, fewer, moved; a condition more, fewer, another; another action. */
export function change(code: ProgramCode, space: ProgramSpace, rng: Rng): void {
  const count = ruleCount(code);
  const kind = rng.below(8);
  if (kind === 0 || count === 0) insertRule(code, space, count, rng);
  else if (kind === 1) removeRule(code, rng.below(count));
  else if (kind === 2) moveRule(code, rng.below(count), rng.below(count));
  else if (kind === 3) {
    // Any action is no last resort here: it would draw where a program should say.
    code[mostRules * ruleWidth] = rng.below(space.actions);
  } else changeRule(code, rng.below(count) * ruleWidth, kind, space, rng);
}

function changeRule(code: ProgramCode, start: number, kind: number, space: ProgramSpace, rng: Rng): void {
  const { conditions, statements, actions } = space;
  const first = start + 1;
  const count = termCount(code, start);
  if (kind === 4) code[start] = rng.below(actions);
  else if (kind === 5) {
    if (count < conditions) code[first + count] = randomTerm(statements, rng);
    else code[first + rng.below(count)] = randomTerm(statements, rng);
  } else if (count === 0) code[first] = randomTerm(statements, rng);
  else if (kind === 6) {
    const place = first + rng.below(count);
    code[place] = rng.below(3) === 0 ? -code[place]! : randomTerm(statements, rng);
  } else {
    // Conditions stand together from the first place on.
    const removed = first + rng.below(count);
    code[removed] = code[first + count - 1]!;
    code[first + count - 1] = 0;
  }
}

function insertRule(code: ProgramCode, space: ProgramSpace, count: number, rng: Rng): void {
  if (count >= space.rules) return;
  const row = rng.between(0, count);
  code.copyWithin((row + 1) * ruleWidth, row * ruleWidth, count * ruleWidth);
  code.fill(0, row * ruleWidth, (row + 1) * ruleWidth);
  code[row * ruleWidth] = rng.below(space.actions);
  const terms = rng.between(1, Math.min(2, space.conditions));
  for (let term = 1; term <= terms; term++) code[row * ruleWidth + term] = randomTerm(space.statements, rng);
}

function removeRule(code: ProgramCode, row: number): void {
  const last = ruleCount(code) - 1;
  code.copyWithin(row * ruleWidth, (row + 1) * ruleWidth, (last + 1) * ruleWidth);
  code.fill(0, last * ruleWidth, (last + 1) * ruleWidth);
  code[last * ruleWidth] = noAction;
}

function moveRule(code: ProgramCode, from: number, to: number): void {
  const rule = code.slice(from * ruleWidth, (from + 1) * ruleWidth);
  if (from < to) code.copyWithin(from * ruleWidth, (from + 1) * ruleWidth, (to + 1) * ruleWidth);
  else code.copyWithin((to + 1) * ruleWidth, to * ruleWidth, from * ruleWidth);
  code.set(rule, to * ruleWidth);
}

/** A statement or its contrary: a number of the vocabulary plus 1, or less than 0. */
function randomTerm(statements: number, rng: Rng): number {
  const term = 1 + rng.below(statements);
  return rng.below(4) === 0 ? -term : term;
}

/** Rules stand together from the first place on. */
function ruleCount(code: ProgramCode): number {
  let row = 0;
  while (row < mostRules && code[row * ruleWidth] !== noAction) row++;
  return row;
}

function termCount(code: ProgramCode, start: number): number {
  let count = 0;
  while (count < ruleWidth - 1 && code[start + 1 + count] !== 0) count++;
  return count;
}
