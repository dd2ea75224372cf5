// Agents as one writes them on a command line: `noisy:0.2:planner:chests`, and back.
import { InputError } from "../base/errors.ts";
import { oneOf } from "../base/nearest.ts";
import {
  type AgentKind,
  type AgentSpec,
  agentFromJson,
  agentKinds,
  type ObjectiveSpec,
} from "./agent-spec.ts";

/** The agent in the form that `parseAgent` reads; names lines of results. */
export function agentName(spec: AgentSpec): string {
  switch (spec.kind) {
    case "random":
      return "random";
    case "fixed":
      return `fixed:${spec.action}`;
    case "wall":
      return `wall:${spec.hand}`;
    case "planner":
      return `planner:${objectiveText(spec.objective)}${spec.discount === undefined ? "" : `@${spec.discount}`}`;
    case "reactive":
      return `reactive:${objectiveText(spec.objective)}`;
    case "boltzmann":
      return `boltzmann:${spec.rationality}:${agentName(spec.agent)}`;
    case "noisy":
      return `noisy:${spec.share}:${agentName(spec.agent)}`;
    case "sticky":
      return `sticky:${spec.probability}:${agentName(spec.agent)}`;
    case "table":
      return `table:${spec.levels.map((level) => level.replaceAll("\n", "/")).join(";")}:${agentName(spec.agent)}`;
    case "rules":
      return `rules:${spec.rules.join(";")}`;
    case "switching":
      return `switching:${spec.steps}:${agentName(spec.first)},${agentName(spec.second)}`;
  }
}

/** What stands for an objective in names: its own name, or its weights as JSON. */
export function objectiveText(objective: ObjectiveSpec): string {
  return typeof objective === "string" ? objective : JSON.stringify(objective);
}

/**
 * Reads an agent from text or from JSON. Text is the kind, a colon, and what the kind takes:
 *
 * `random`, `fixed:left`, `wall:right`, `planner:keys`, `planner:keys@0.7` (discount), `reactive:chests`,
 * `boltzmann:50:planner:keys`, `noisy:0.2:<agent>`, `sticky:0.3:<agent>`, `switching:10:<agent>,<agent>`,
 * `table:#####/#@ko#/#####:<agent>` (levels, with `/` between rows and `;` between levels),
 * `rules:if nearest red is left then left;otherwise coast` (rules of a program, with `;` between them)
 *
 * Objectives are names, or weights as JSON: `planner:{"chest-opened":1,"key-collected":-0.1}`. Text that begins with `{`
 * is the whole agent as JSON. Throws an InputError that says where it is wrong.
 */
export function parseAgent(source: unknown, place = "agent"): AgentSpec {
  if (typeof source !== "string") return agentFromJson(source, place);
  if (source.trimStart().startsWith("{")) return agentFromJson(readJson(source, place), place);
  return agentFromJson(new AgentReader(source, place).whole(), place);
}

function readJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError(place, text, "JSON");
  }
}

/** Recursive descent: what an agent takes says where it ends, so that agents stand in agents without brackets. */
class AgentReader {
  #at = 0;

  constructor(
    readonly text: string,
    readonly place: string,
  ) {}

  whole(): unknown {
    const agent = this.#agent();
    if (this.#at < this.text.length)
      throw new InputError(this.place, `"${this.text.slice(this.#at)}" after its end`, "nothing more");
    return agent;
  }

  #agent(): Record<string, unknown> {
    const word = this.#match(/[^:,]*/y);
    const kind = agentKinds.find((known) => known === word);
    if (kind === undefined) throw new InputError(this.place, `"${word}"`, oneOf(word, agentKinds));
    return { kind, ...this.#arguments(kind) };
  }

  #arguments(kind: AgentKind): Record<string, unknown> {
    switch (kind) {
      case "random":
        return {};
      case "fixed":
        return { action: this.#word("an action") };
      case "wall":
        return { hand: this.#word("left or right") };
      case "planner":
        return { objective: this.#objective(), ...this.#discount() };
      case "reactive":
        return { objective: this.#objective() };
      case "boltzmann":
        return { rationality: this.#number("a rationality"), agent: this.#inner() };
      case "noisy":
        return { share: this.#number("a share of random actions"), agent: this.#inner() };
      case "sticky":
        return { probability: this.#number("a probability"), agent: this.#inner() };
      case "table":
        return { levels: this.#levels(), agent: this.#inner() };
      case "rules":
        return { rules: this.#word("rules, with ; between them").split(";") };
      case "switching": {
        const steps = this.#number("a number of steps");
        const first = this.#inner();
        this.#expect(",", "a comma and the second agent");
        return { steps, first, second: this.#agent() };
      }
    }
  }

  #inner(): unknown {
    this.#expect(":", "a colon and an agent");
    return this.#agent();
  }

  #word(expected: string, pattern = /[^,]*/y): string {
    this.#expect(":", `a colon and ${expected}`);
    return this.#match(pattern);
  }

  #levels(): string[] {
    const word = this.#word("levels, with / between rows and ; between levels", /[^:,]*/y);
    return word.split(";").map((level) => level.replaceAll("/", "\n"));
  }

  #number(expected: string): number {
    this.#expect(":", `a colon and ${expected}`);
    const word = this.#match(/[^:,]*/y);
    return this.#toNumber(word, expected);
  }

  #toNumber(word: string, expected: string): number {
    const number = Number(word);
    if (word.trim() === "" || !Number.isFinite(number))
      throw new InputError(this.place, `"${word}"`, `${expected}, a number`);
    return number;
  }

  #objective(): unknown {
    this.#expect(":", "a colon and an objective");
    if (this.text[this.#at] !== "{") return this.#match(/[^,@]*/y);
    return readJson(this.#match(/\{[^{}]*\}?/y), this.place);
  }

  #discount(): { discount?: number } {
    if (this.text[this.#at] !== "@") return {};
    this.#at++;
    return { discount: this.#toNumber(this.#match(/[^,]*/y), "a discount") };
  }

  #expect(letter: string, expected: string): void {
    if (this.text[this.#at] !== letter) {
      const found = this.text.slice(this.#at);
      throw new InputError(
        this.place,
        `"${this.text.slice(0, this.#at)}" and then ${found === "" ? "nothing" : `"${found}"`}`,
        expected,
      );
    }
    this.#at++;
  }

  /** What a sticky pattern matches here, possibly nothing. */
  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0] ?? "";
    this.#at += found.length;
    return found;
  }
}
