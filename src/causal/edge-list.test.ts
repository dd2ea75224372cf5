import fc from "fast-check";
import { describe, expect, test } from "vitest";
import "../../tests/support/seeded.ts";
import { InputError } from "../base/errors.ts";
import { Rng } from "../base/rng.ts";
import { parseEdgeList, printEdge, printEdgeList } from "./edge-list.ts";

const mutants = Number(process.env.INNERGAP_MUTANTS ?? 200) * 10;

describe("edge lists", () => {
  test("take commas, semicolons, spaces, new lines, chains and lonely nodes", () => {
    const expected = {
      nodes: ["S", "X", "D", "U"],
      edges: [
        ["S", "X"],
        ["X", "D"],
        ["D", "U"],
      ],
    };
    for (const text of [
      "S->X,X->D,D->U",
      " S -> X ; X->D\n\nD->\nU ",
      "S->X X->D D->U",
      "S->X->D->U",
      "S;S->X;X->D->U",
    ]) {
      expect(parseEdgeList(text)).toEqual(expected);
    }
    expect(parseEdgeList("A, B->C")).toEqual({ nodes: ["A", "B", "C"], edges: [["B", "C"]] });
    expect(parseEdgeList(" ,;\n")).toEqual({ nodes: [], edges: [] });
  });

  test("take names with spaces, separators and arrows in JSON's quotes, and hyphens without them", () => {
    expect(parseEdgeList('"my node"->s-1, "a->b"->"\\"q\\""').edges).toEqual([
      ["my node", "s-1"],
      ["a->b", '"q"'],
    ]);
  });

  test.each([
    ["S->", "line 1 column 4", "the end", "a name after ->"],
    ["->S", "line 1 column 1", '"->"', "a name before ->"],
    ["S->X,\nX->,D", "line 2 column 4", '","', "a name after ->"],
    ["S->->X", "line 1 column 4", '"->"', "a name before ->"],
    ['S->"X', "line 1 column 4", '"\\""', "a closing quote after a name"],
    ['S->""', "line 1 column 4", '""', "a name in JSON's quotes"],
  ])("%j is refused at its place", (text, place, found, expected) => {
    expect(() => parseEdgeList(text)).toThrow(new InputError(`edges, ${place}`, found, expected).message);
  });

  test("what is printed is read again, whatever the names", () => {
    const name = fc.oneof(
      fc.string({ minLength: 1, unit: "binary" }),
      fc.constantFrom("->", "-", "a-", ">", "x,y", '"', "-->"),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, name)), fc.array(name), (edges, more) => {
        const nodes = [...new Set([...more, ...edges.flat()])];
        const again = parseEdgeList(printEdgeList({ nodes, edges }));
        expect(again.edges).toEqual(edges);
        expect(new Set(again.nodes)).toEqual(new Set(nodes));
        for (const edge of edges) expect(parseEdgeList(printEdge(edge)).edges).toEqual([edge]);
      }),
    );
  });

  test("damaged lists are read or refused with a place, never anything else", () => {
    const rng = Rng.fromSeed("edge lists");
    const letters = [...'SXDU,;->"\\ \n\t\0漢{}[]:é'];
    let refused = 0;
    for (let mutant = 0; mutant < mutants; mutant++) {
      let text = 'S->X, "my node"->D; D->U\nS->U';
      for (let change = rng.between(1, 4); change > 0; change--) {
        const at = rng.below(text.length + 1);
        text = text.slice(0, at) + letters[rng.below(letters.length)] + text.slice(at + rng.below(3));
      }
      try {
        parseEdgeList(text);
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
        expect((error as InputError).place).toMatch(/^edges, line \d+ column \d+$/);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(mutants / 10);
  });

  test("a long line is read in time", () => {
    const edges = Array.from({ length: 50_000 }, (_, index) => `n${index}->n${index + 1}`);
    expect(parseEdgeList(edges.join(",")).edges.length).toBe(50_000);
    expect(() => parseEdgeList(`${'"'.repeat(100_001)}`)).toThrow(InputError);
  });
});
