import { describe, expect, test } from "vitest";
import { Rng } from "../../base/rng.ts";
import { analyseIncentives } from "../../causal/analyse.ts";
import { type InfluenceDiagram, influenceDiagram } from "../../causal/diagram.ts";
import { objectiveGraph } from "../../causal/objective-graphs/objective-graph.ts";
import { objectiveStories } from "../../causal/objective-graphs/stories/index.ts";
import { randomDiagram } from "../../causal/random-diagram.ts";
import { contrastRatio, palette, surfaces } from "../palette.ts";
import { displayWidth } from "../plain-text.ts";
import { diagramDrawing } from "./diagram-drawing.ts";
import { drawingLines, drawingWords } from "./drawing-words.ts";
import { incentiveMarks } from "./incentive-marks.ts";
import { labelLines } from "./label-lines.ts";
import { layeredLayout, type PlacedNode } from "./layered-layout.ts";
import { layeredSvg } from "./layered-svg.ts";
import type { Point } from "./node-outline.ts";
import { objectiveDrawing } from "./objective-drawing.ts";

const cases = Number(process.env.INNERGAP_CASES ?? 25);

function drawn(diagram: InfluenceDiagram) {
  return diagramDrawing(diagram, analyseIncentives(diagram));
}

const randomDrawings = Array.from({ length: cases }, (_, index) => {
  const rng = Rng.fromSeed(`drawing ${index}`);
  return drawn(
    randomDiagram(rng, { nodes: 4 + (index % 14), decisions: 1 + (index % 2), agents: 1, density: 0.3 }),
  );
});

/** Whether a path, looked at in ten places of each piece, enters the box around a node. */
function isCrossed(path: readonly Point[], node: PlacedNode): boolean {
  return path.slice(1).some((end, piece) => {
    const start = path[piece]!;
    return Array.from({ length: 11 }, (_, place) => place / 10).some((t) => {
      const x = start.x * (1 - t) + end.x * t;
      const y = start.y * (1 - t) + end.y * t;
      return Math.abs(x - node.x) < node.width / 2 && Math.abs(y - node.y) < node.height / 2;
    });
  });
}

describe("layout of random diagrams", () => {
  const layouts = randomDrawings.map((drawing) => ({ drawing, layout: layeredLayout(drawing) }));

  test("everything lies in the picture, and no two nodes overlap", () => {
    for (const { layout } of layouts) {
      for (const { x, y, width, height } of layout.nodes) {
        expect(x - width / 2).toBeGreaterThanOrEqual(0);
        expect(y - height / 2).toBeGreaterThanOrEqual(0);
        expect(x + width / 2).toBeLessThanOrEqual(layout.width);
        expect(y + height / 2).toBeLessThanOrEqual(layout.height);
      }
      for (const a of layout.nodes) {
        for (const b of layout.nodes) {
          if (a === b) continue;
          const apart =
            Math.abs(a.x - b.x) >= (a.width + b.width) / 2 ||
            Math.abs(a.y - b.y) >= (a.height + b.height) / 2;
          expect(apart).toBe(true);
        }
      }
    }
  });

  test("effects lie below their causes, and arrows go from outline to outline and behind no other node", () => {
    for (const { drawing, layout } of layouts) {
      drawing.edges.forEach(({ from, to }, index) => {
        const path = layout.paths[index]!;
        const [start, end] = [layout.nodes[from]!, layout.nodes[to]!];
        expect(start.y).toBeLessThan(end.y);
        expect(path[0]!.y).toBeGreaterThan(start.y);
        expect(path.at(-1)!.y).toBeLessThan(end.y);
        const behind = drawing.nodes.filter((_, other) => {
          return other !== from && other !== to && isCrossed(path, layout.nodes[other]!);
        });
        expect(behind).toEqual([]);
      });
    }
  });

  test("the same diagram is the same picture", () => {
    for (const drawing of randomDrawings.slice(0, 5)) {
      expect(layeredSvg(drawing).source).toBe(layeredSvg(structuredClone(drawing)).source);
    }
  });
});

test("a picture that nobody could read is refused before any work", () => {
  const edges = Array.from({ length: 400 }, (_, index) => [`X${index}`, "U"] as const);
  const diagram = influenceDiagram({ edges: [...edges, ["D", "U"]], decisions: ["D"], utilities: ["U"] });
  expect(() => layeredSvg(diagramDrawing(diagram))).toThrow(
    "drawing: found 402 nodes and 401 edges, expected at most 300",
  );
});

describe("the picture", () => {
  const parts = { decisions: ["D"], utilities: ["U"] };
  const copy = influenceDiagram({
    ...parts,
    edges: [
      ["S", "D"],
      ["S", "U"],
      ["D", "U"],
    ],
  });

  test("holds an outline per node, a dash for information, and a legend of what occurs", () => {
    const { source } = layeredSvg(drawn(copy));
    const nodes = source.slice(0, source.indexOf("chance</text>"));
    expect(nodes.match(/<ellipse /g)).toHaveLength(2);
    expect(source.match(/stroke-dasharray/g)).toHaveLength(2);
    for (const word of ["chance", "decision", "utility", "what a decision sees", "value of information"]) {
      expect(source).toContain(`>${word}</text>`);
    }
    expect(source).not.toContain(">impact</text>");
    expect(layeredSvg(diagramDrawing(copy)).source).not.toContain("value of");
  });

  test("says in words what it shows", () => {
    expect(drawingWords(drawn(copy))).toBe(
      "Diagram of 3 nodes and 3 edges. chance S: value of information, response incentive, value of control. " +
        "decision D from S: instrumental control. utility U from S, D: value of control, instrumental control.",
    );
    expect(layeredSvg(drawn(copy)).source).toContain('role="img"');
    expect(drawingLines(drawn(copy))).toEqual([
      "(S)  ● ▲ ■",
      "[D]  ◆          sees S",
      "<U>  ■ ◆        from S, D",
    ]);
  });

  test("takes no markup, control characters or endless names from a diagram", () => {
    const evil = `<script>alert("x")</script>\u001b[31m`;
    const long = "w".repeat(300);
    const diagram = influenceDiagram({
      ...parts,
      edges: [
        [evil, "D"],
        ["D", "U"],
        [long, "U"],
      ],
    });
    const { source } = layeredSvg(drawn(diagram));
    expect(source).not.toContain("<script");
    expect(source).not.toContain("\u001b");
    expect(layeredLayout(drawn(diagram)).width).toBeLessThan(700);
  });

  test("writes names on up to three lines of up to 18 columns", () => {
    expect(labelLines("current some time later")).toEqual(["current some time", "later"]);
    expect(labelLines("a_very-long/name")).toEqual(["a_very-long/name"]);
    expect(labelLines("w".repeat(40))).toEqual([`${"w".repeat(17)}…`]);
    const cut = labelLines(
      "one two three four five six seven eight nine ten eleven twelve thirteen fourteen",
    );
    expect(cut).toHaveLength(3);
    expect(cut[2]).toMatch(/…$/);
    for (const line of cut) expect(displayWidth(line)).toBeLessThanOrEqual(18);
  });

  test("tells incentives apart by shape and by colour, each 3:1 off what it lies on", () => {
    const marks = Object.values(incentiveMarks);
    expect(new Set(marks.map(({ shape }) => shape)).size).toBe(marks.length);
    expect(new Set(marks.map(({ color }) => color)).size).toBe(marks.length);
    for (const { color } of marks) {
      for (const theme of ["light", "dark"] as const) {
        expect(contrastRatio(palette[color][theme], surfaces.raised[theme])).toBeGreaterThan(3);
      }
    }
  });

  test("shows the two objectives of an objective graph, and what does not simply raise", () => {
    for (const { parts: story } of objectiveStories) {
      const graph = objectiveGraph(story);
      for (const { graph: one } of graph.family) {
        const { source } = layeredSvg(objectiveDrawing(graph, one));
        expect(source).toContain(">pursued</text>");
        expect(source).toContain(">base objective</text>");
        expect(source.match(/>lowers<\/text>/g)?.length ?? 0).toBe(
          one.effects.flat().filter((e) => e === -1).length,
        );
      }
    }
  });
});
