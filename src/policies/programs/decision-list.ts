// Programs of a few rules: the first rule whose conditions hold says what is done.
import { InputError } from "../../base/errors.ts";
import { oneOf } from "../../base/nearest.ts";
import type { Tensor } from "../../engine/tensor.ts";
import type { Environment } from "../../environments/environment.ts";
import type { Parameters } from "../networks/architecture.ts";
import { conditionText, type Vocabulary } from "./conditions.ts";

/** Rules of a list at most, the last resort apart. */
export const mostRules = 8;
/** Conditions of a rule at most. */
export const mostConditions = 3;
/** An entry of a rule: its action, then its conditions. */
export const ruleWidth = 1 + mostConditions;
/** What stands for an action where none is named: no such rule, or as last resort any action. */
export const noAction = -1;

/**
 * A decision list (Rivest 1987) as numbers, one row per rule and one for the last resort: [rules, 4]. The first entry of a row is the action, -1 where
 * the row is no rule; each of the others is a condition by its number in the vocabulary plus 1, negative for its contrary, 0 for none.
 * The last row is what is done when no rule applies; -1 stands for any action, all equally likely.
 */
export type ProgramCode = Int32Array;

export const programLength = (mostRules + 1) * ruleWidth;

/** The list without rules, which does anything. */
export function emptyProgram(): ProgramCode {
  const code = new Int32Array(programLength);
  for (let row = 0; row <= mostRules; row++) code[row * ruleWidth] = noAction;
  return code;
}

/** A list as it stands in checkpoints. */
export function programParameters(code: ProgramCode): Parameters {
  return { "program/rules": { dtype: "int32", shape: [mostRules + 1, ruleWidth], data: code.slice() } };
}

/** The list of a checkpoint; throws an InputError for numbers that name nothing in this world. */
export function programOf(parameters: Parameters, { environment, conditions }: Vocabulary): ProgramCode {
  const rules: Tensor | undefined = parameters["program/rules"];
  const place = "parameters/program/rules";
  const expected = `int32 [${mostRules + 1},${ruleWidth}]`;
  const found = rules ? `${rules.dtype} [${rules.shape}]` : "nothing";
  if (found !== expected) throw new InputError(place, found, expected);
  const code = rules!.data as Int32Array;
  for (let index = 0; index < programLength; index++) {
    const entry = code[index] as number;
    const isAction = index % ruleWidth === 0;
    const fits = isAction
      ? entry >= noAction && entry < environment.actions.length
      : Math.abs(entry) <= conditions.length;
    if (!fits)
      throw new InputError(`${place}[${index}]`, String(entry), isAction ? "an action" : "a condition");
  }
  return code.slice();
}

/** The rules in words, one a line, numbered from 1; rules that are none are left out. */
export function printProgram(code: ProgramCode, vocabulary: Vocabulary): string {
  const lines = ruleTexts(code, vocabulary);
  return lines.map((line, index) => (index < lines.length - 1 ? `${index + 1}. ${line}` : line)).join("\n");
}

/** Each rule in words, `if nearest red is left then left`; the last one is `otherwise coast`. */
export function ruleTexts(code: ProgramCode, { environment, conditions }: Vocabulary): string[] {
  const lines: string[] = [];
  for (let row = 0; row < mostRules; row++) {
    const action = code[row * ruleWidth] as number;
    if (action === noAction) continue;
    const terms = [];
    for (let entry = row * ruleWidth + 1; entry < (row + 1) * ruleWidth; entry++) {
      const term = code[entry] as number;
      if (term !== 0) terms.push(conditionText(conditions[Math.abs(term) - 1]!, term < 0));
    }
    lines.push(
      `${terms.length === 0 ? "always" : `if ${terms.join(" and ")} then`} ${environment.actions[action]}`,
    );
  }
  const last = code[mostRules * ruleWidth] as number;
  lines.push(`otherwise ${last === noAction ? anyAction : environment.actions[last]}`);
  return lines;
}

const anyAction = "any";

/**
 * Reads what `printProgram` writes, with or without numbers before the rules. Throws an InputError that names the rule and what it could
 * have said: at most 8 rules of at most 3 conditions, the last resort at the end.
 */
export function parseProgram(
  text: string | readonly string[],
  vocabulary: Vocabulary,
  place = "rules",
): ProgramCode {
  const lines = typeof text === "string" ? text.split("\n").filter((line) => line.trim() !== "") : text;
  const code = emptyProgram();
  const last = lines.at(-1)?.trim() ?? "";
  const resort = /^otherwise (.+)$/.exec(last);
  if (resort === null) throw new InputError(place, JSON.stringify(last), `"otherwise ACTION" at the end`);
  if (lines.length - 1 > mostRules)
    throw new InputError(place, `${lines.length - 1} rules`, `at most ${mostRules}`);
  code[mostRules * ruleWidth] =
    resort[1] === anyAction ? noAction : actionNamed(resort[1]!, vocabulary.environment, place);
  lines.slice(0, -1).forEach((line, row) => {
    const where = `${place}[${row}]`;
    const rule = /^(?:\d+\.\s*)?(?:if (.+) then|always) (.+)$/.exec(line.trim());
    if (rule === null)
      throw new InputError(where, JSON.stringify(line), `"if CONDITION and ... then ACTION"`);
    const terms = rule[1]?.split(" and ") ?? [];
    if (terms.length > mostConditions)
      throw new InputError(where, `${terms.length} conditions`, `at most ${mostConditions}`);
    code[row * ruleWidth] = actionNamed(rule[2]!, vocabulary.environment, where);
    terms.forEach((term, index) => {
      code[row * ruleWidth + 1 + index] = termNamed(term, vocabulary, where);
    });
  });
  return code;
}

function actionNamed(name: string, { actions }: Environment, place: string): number {
  const action = actions.indexOf(name);
  if (action < 0) throw new InputError(place, JSON.stringify(name), oneOf(name, actions));
  return action;
}

function termNamed(text: string, { conditions }: Vocabulary, place: string): number {
  for (const negated of [false, true]) {
    const index = conditions.findIndex((condition) => conditionText(condition, negated) === text);
    if (index >= 0) return negated ? -index - 1 : index + 1;
  }
  const known = conditions.map((condition) => conditionText(condition, false));
  throw new InputError(place, JSON.stringify(text), oneOf(text, known));
}
