// An environment given as a table, so that laws about solvers can be tried on random worlds of any shape.
import * as fc from "fast-check";
import type {
  BatchOptions,
  Environment,
  EnvironmentBatch,
  Objective,
} from "../../src/environments/environment.ts";

/** What one action in one state leads to: options with integer weights. `to` is null where the episode ends. */
export interface TableOption {
  readonly weight: number;
  readonly to: number | null;
  readonly events: readonly number[];
}

/** [states][actions][options] */
export type Table = readonly (readonly (readonly TableOption[])[])[];

/** Levels are one byte: the state in which the episode starts. */
export function tabularEnvironment(table: Table, objectives: readonly Objective[] = []): Environment {
  const actions = table[0]?.length ?? 0;
  const events = table[0]?.[0]?.[0]?.events.length ?? 0;
  const environment: Environment = {
    id: "innergap/Table-v0",
    name: "table",
    parameters: {},
    actions: Array.from({ length: actions }, (_, action) => `action ${action}`),
    events: Array.from({ length: events }, (_, event) => `event ${event}`),
    objectives,
    baseObjective: objectives[0]?.name ?? "",
    observation: { shape: [1], channels: ["state"] },
    objects: [],
    levelLength: 1,
    stateLength: 2,
    stochastic: table.some((rows) => rows.some((options) => options.length > 1)),
    autonomous: false,
    parseLevel: (text) => Uint8Array.of(Number(text)),
    printLevel: (level) => String(level[0]),
    census: () => ({ states: table.length }),
    batch: (options) => tabularBatch(environment, table, options),
  };
  return environment;
}

function tabularBatch(
  environment: Environment,
  table: Table,
  { lanes, horizon }: BatchOptions,
): EnvironmentBatch {
  const kinds = environment.events.length;
  const states = new Int32Array(lanes);
  const starts = new Uint8Array(lanes);
  const batch: EnvironmentBatch = {
    environment,
    lanes,
    horizon,
    observations: new Uint8Array(lanes),
    events: new Uint8Array(lanes * kinds),
    terminated: new Uint8Array(lanes),
    truncated: new Uint8Array(lanes),
    elapsed: new Int32Array(lanes),
    reset(lane, levels, offset) {
      starts[lane] = levels[offset]!;
      states[lane] = levels[offset]!;
      clear(lane);
      batch.elapsed[lane] = 0;
    },
    step(actions, chances) {
      for (let lane = 0; lane < lanes; lane++) batch.stepLane(lane, actions[lane]!, chances[lane]!);
    },
    stepLane(lane, action, chance) {
      if (batch.terminated[lane] || batch.truncated[lane]) {
        batch.events.fill(0, lane * kinds, (lane + 1) * kinds);
        return;
      }
      const options = table[states[lane]!]![action]!;
      const choice = options.length > 1 ? chance.choose(options.map((option) => option.weight)) : 0;
      const { to, events } = options[choice]!;
      batch.events.set(events, lane * kinds);
      batch.elapsed[lane]!++;
      if (to === null) batch.terminated[lane] = 1;
      else states[lane] = to;
      if (to !== null && batch.elapsed[lane]! >= horizon) batch.truncated[lane] = 1;
    },
    levelOf: (lane) => Uint8Array.of(starts[lane]!),
    saveState(lane, out, offset) {
      out[offset] = states[lane]! * 64;
      out[offset + 1] = -states[lane]!;
    },
    loadState(lane, words, offset) {
      states[lane] = -words[offset + 1]!;
      clear(lane);
    },
    frame: (lane) => ({ height: 1, width: 1, cells: [String(states[lane])], notes: [] }),
  };
  function clear(lane: number): void {
    batch.terminated[lane] = 0;
    batch.truncated[lane] = 0;
    batch.events.fill(0, lane * kinds, (lane + 1) * kinds);
  }
  return batch;
}

export interface TableShape {
  readonly states: number;
  readonly actions: number;
  readonly events: number;
  /** Most options of one action; 1 for a deterministic world. */
  readonly options: number;
}

/** Random tables of at most that shape (exactly that many actions and events). */
export function tables({ states, actions, events, options }: TableShape): fc.Arbitrary<Table> {
  return fc.integer({ min: 1, max: states }).chain((count) => {
    const option = fc.record({
      weight: fc.integer({ min: 0, max: 5 }),
      to: fc.option(fc.nat(count - 1), { freq: 4 }),
      events: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: events, maxLength: events }),
    });
    const row = fc
      .array(option, { minLength: 1, maxLength: options })
      .map(([first, ...rest]) => [{ ...first!, weight: first!.weight + 1 }, ...rest]);
    const state = fc.array(row, { minLength: actions, maxLength: actions });
    return fc.array(state, { minLength: count, maxLength: count });
  });
}

/** Random objectives over that many events, with weights in halves from -2 to 2. */
export function objectiveOver(events: number, name = "random"): fc.Arbitrary<Objective> {
  const weights = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: events, maxLength: events });
  return weights.map((halves) => ({
    name,
    wants: "whatever was drawn",
    weights: Object.fromEntries(halves.map((half, event) => [`event ${event}`, half / 2])),
  }));
}
