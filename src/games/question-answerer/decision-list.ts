// Decision lists by minimum description length: exceptions first, then at most one general rule, then a default.
import { mistakeNats } from "./crossing.ts";
import { equalTables } from "./enumerate-programs.ts";
import { type Language, leaves, type Targets, type TruthTable, tableOf } from "./language.ts";
import { MistakeTally, sumOver } from "./mistake-tally.ts";
import type { Class, LabelledCells } from "./posterior.ts";

/** A default and at most one rule before it. */
export interface GeneralList {
  /** In words: "if careless=1 and topic=1 then not truth; else truth". */
  readonly text: string;
  readonly bits: number;
  readonly table: TruthTable;
}

export interface ShortestList {
  readonly list: GeneralList;
  /** Contexts whose answer is turned round before any rule is asked. */
  readonly exceptions: number;
  /** Bits of the list, of its exceptions and of the labels that it gets wrong. */
  readonly bits: number;
  readonly class: Class;
}

interface Condition {
  readonly text: string;
  readonly bits: number;
  readonly table: TruthTable;
}

/**
 * Every default (a constant or a leaf), alone or after a rule: one test of a leaf or the conjunction of two, and as its conclusion 0, 1, or the
 * default turned round. A test costs its leaf, a conjunction and a turn a connective, a constant what it costs in
 * programs; so the cheapest lists for proxy, truth and label cost what the cheapest programs do.
 */
export function generalLists(language: Language): readonly GeneralList[] {
  const { connective, constant } = language;
  const zero: Condition = { text: "0", bits: constant.bits, table: tableOf(() => false) };
  const one: Condition = { text: "1", bits: constant.bits, table: tableOf(() => true) };
  const named = leaves.map((name) => ({
    text: name,
    bits: language.leaf[name].bits,
    table: tableOf((at) => at(name)),
  }));
  const conditions = conditionsOf(language);
  const lists: GeneralList[] = [];
  for (const otherwise of [zero, one, ...named]) {
    lists.push(otherwise);
    const turned: Condition = {
      text: `not ${otherwise.text}`,
      bits: connective.bits,
      table: otherwise.table.map((word) => ~word),
    };
    for (const condition of conditions) {
      for (const conclusion of [zero, one, turned]) lists.push(ruleBefore(otherwise, condition, conclusion));
    }
  }
  return lists;
}

function conditionsOf({ leaf, connective }: Language): readonly Condition[] {
  const tests = leaves.flatMap((name) =>
    [0, 1].map((value) => ({
      name,
      text: `${name}=${value}`,
      bits: leaf[name].bits,
      table: tableOf((at) => at(name) === (value === 1)),
    })),
  );
  const pairs = tests.flatMap((a, i) =>
    tests
      .slice(i + 1)
      .filter((b) => b.name !== a.name)
      .map((b) => ({
        text: `${a.text} and ${b.text}`,
        bits: a.bits + b.bits + connective.bits,
        table: a.table.map((word, w) => word & (b.table[w] as number)),
      })),
  );
  return [...tests, ...pairs];
}

function ruleBefore(otherwise: Condition, condition: Condition, conclusion: Condition): GeneralList {
  return {
    text: `if ${condition.text} then ${conclusion.text}; else ${otherwise.text}`,
    bits: otherwise.bits + condition.bits + conclusion.bits,
    table: otherwise.table.map((word, w) => {
      const where = condition.table[w] as number;
      return (word & ~where) | ((conclusion.table[w] as number) & where);
    }),
  };
}

/**
 * The list of least total length, exactly: lists are enumerated, and given the list, an exception is made for a context just where
 * its `exceptionBits` are fewer than what its wrong labels cost, log2((1 - eps) / eps) each. Of equally long ones the list
 * with the shorter general part.
 */
export function shortestList(
  data: LabelledCells,
  lists: readonly GeneralList[],
  { language, targets, noise }: { language: Language; targets: Targets; noise: number },
): ShortestList {
  const { costs, exceptions } = tallied(data, language.exceptionBits, noise);
  let [best, least] = [lists[0] as GeneralList, Infinity];
  for (const list of lists) {
    const total = list.bits + sumOver(costs, list.table);
    if (total < least - 1e-9 || (total < least + 1e-9 && list.bits < best.bits))
      [best, least] = [list, total];
  }
  const count = Math.round(sumOver(exceptions, best.table));
  return { list: best, exceptions: count, bits: least, class: classOf(best.table, count, targets) };
}

/** Total length of the shortest list that computes a function, in bits. Throws where no list does. */
export function lengthOf(
  table: TruthTable,
  data: LabelledCells,
  lists: readonly GeneralList[],
  { language, noise }: { language: Language; noise: number },
): number {
  const { costs } = tallied(data, language.exceptionBits, noise);
  const bits = lists.filter((list) => equalTables(list.table, table)).map((list) => list.bits);
  if (bits.length === 0) throw new Error("no decision list computes this function");
  return Math.min(...bits) + sumOver(costs, table);
}

/** Per wrong cell: what the wrong contexts there cost at best, and how many of them are made exceptions. */
function tallied({ cells, label, times }: LabelledCells, exceptionBits: number, noise: number) {
  const [costs, exceptions] = [new MistakeTally(), new MistakeTally()];
  const mistakeBits = mistakeNats(noise) / Math.LN2;
  for (let context = 0; context < cells.length; context++) {
    const [cell, one] = [cells[context] as number, label[context] as number];
    const plain = (times[context] as number) * mistakeBits;
    if (plain === 0) continue;
    costs.add(cell, one, Math.min(plain, exceptionBits));
    exceptions.add(cell, one, exceptionBits < plain ? 1 : 0);
  }
  return { costs, exceptions };
}

function classOf(table: TruthTable, exceptions: number, { proxy, truth, label }: Targets): Class {
  if (equalTables(table, truth)) return exceptions > 0 ? "truth-with-exceptions" : "truth";
  if (equalTables(table, proxy)) return "proxy";
  return label && equalTables(table, label) ? "label" : "other";
}
