// What rules can ask: statements about the answers of the sensors, in words.
import type { Environment } from "../../environments/environment.ts";
import { Sensors } from "./sensors.ts";

/** A statement that holds for some answers of one sensor: `nearest red is left`. */
export interface Condition {
  readonly sensor: number;
  /** Whether it holds, by answer. */
  readonly holds: Uint8Array;
  /** What it speaks of, and what it says of that; "is" or "is not" stands between. */
  readonly subject: string;
  readonly predicate: string;
}

/** Sensors of a world with all that can be stated about them. */
export interface Vocabulary {
  readonly environment: Environment;
  readonly sensors: Sensors;
  readonly conditions: readonly Condition[];
}

/**
 * Statements by sensor: `nearest key is left`, `nearest key is in this row`, `key is in sight`, `wall is above`, `keys held is at least 2`,
 * `first cue is seen`.
 */
export function vocabularyOf(environment: Environment): Vocabulary {
  const sensors = new Sensors(environment);
  const conditions = sensors.sensors.flatMap(({ name, answers }, sensor): Condition[] => {
    const state = (subject: string, predicate: string, holding: (answer: number) => boolean): Condition => ({
      sensor,
      subject,
      predicate,
      holds: Uint8Array.from(answers, (_, answer) => (holding(answer) ? 1 : 0)),
    });
    if (answers[0] === "nowhere") {
      const thing = name.slice(0, name.lastIndexOf(" "));
      const sides = answers
        .slice(1)
        .map((side, index) => state(`nearest ${thing}`, side, (a) => a === index + 1));
      // Both sensors of a thing know whether there is one.
      return name.endsWith(" column") ? [...sides, state(thing, "in sight", (answer) => answer > 0)] : sides;
    }
    if (answers[0] === "unseen") return [state(name, "seen", (answer) => answer === 1)];
    if (answers[0] === "no") return [state("wall", name.slice("wall ".length), (answer) => answer === 1)];
    return answers.slice(1).map((least) => state(name, `at least ${least}`, (a) => a >= Number(least)));
  });
  return { environment, sensors, conditions };
}

/** The statement, or its contrary, in words. */
export function conditionText({ subject, predicate }: Condition, negated: boolean): string {
  return `${subject} is ${negated ? "not " : ""}${predicate}`;
}
