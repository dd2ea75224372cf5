// A decision list that acts: no memory, no estimate of values, nothing but what is seen.
import type { EnvironmentBatch } from "../../environments/environment.ts";
import type { Parameters } from "../networks/architecture.ts";
import type { Policy } from "../policy.ts";
import type { Vocabulary } from "./conditions.ts";
import { mostRules, noAction, type ProgramCode, programOf, ruleWidth } from "./decision-list.ts";
import type { Reader } from "./sensors.ts";

export interface ProgramPolicy extends Policy {
  /** Acts by another list from now on; throws an InputError where it does not fit the world. */
  replaceParameters(parameters: Parameters): void;
  /** As `replaceParameters`, for a list that is known to fit and does not change. */
  replaceCode(code: ProgramCode): void;
  release(): Promise<void>;
}

/** Acts by the first rule that applies. */
export function programPolicy(vocabulary: Vocabulary, program: ProgramCode, name = "program"): ProgramPolicy {
  const { sensors, conditions, environment } = vocabulary;
  const actions = environment.actions.length;
  const answers = new Uint8Array(sensors.sensors.length);
  let code = program;
  let readers = readersOf(vocabulary, code);

  const applies = (row: number): boolean => {
    for (let entry = row * ruleWidth + 1; entry < (row + 1) * ruleWidth; entry++) {
      const term = code[entry] as number;
      if (term === 0) continue;
      const { sensor, holds } = conditions[Math.abs(term) - 1]!;
      if ((holds[answers[sensor] as number] === 1) !== term > 0) return false;
    }
    return true;
  };
  const choose = (): number => {
    for (let row = 0; row < mostRules; row++) {
      const action = code[row * ruleWidth] as number;
      if (action !== noAction && applies(row)) return action;
    }
    return code[mostRules * ruleWidth] as number;
  };

  const replaceCode = (replacement: ProgramCode) => {
    code = replacement;
    readers = readersOf(vocabulary, code);
  };

  return {
    name,
    memorySize: 0,
    decide(batch: EnvironmentBatch, _memory, { probabilities, values }) {
      const { observations, lanes, terminated, truncated } = batch;
      values.fill(0);
      probabilities.fill(0);
      for (let lane = 0; lane < lanes; lane++) {
        const over = (terminated[lane]! | truncated[lane]!) !== 0;
        if (!over) sensors.read(observations, lane, answers, readers);
        const action = over ? noAction : choose();
        const row = lane * actions;
        if (action === noAction) probabilities.fill(1 / actions, row, row + actions);
        else probabilities[row + action] = 1;
      }
    },
    replaceParameters(parameters) {
      replaceCode(programOf(parameters, vocabulary));
    },
    replaceCode,
    async release() {},
  };
}

/** Of the sensors that the rules ask. */
function readersOf({ sensors, conditions }: Vocabulary, code: ProgramCode): readonly Reader[] {
  const asked = new Set<number>();
  for (let row = 0; row < mostRules; row++) {
    if (code[row * ruleWidth] === noAction) continue;
    for (let entry = row * ruleWidth + 1; entry < (row + 1) * ruleWidth; entry++) {
      if (code[entry] !== 0) asked.add(conditions[Math.abs(code[entry] as number) - 1]!.sensor);
    }
  }
  return sensors.readersOf(asked);
}
