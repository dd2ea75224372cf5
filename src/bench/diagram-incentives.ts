// How long the incentives of random diagrams take, and whether they are those that PyCID finds.
import { Rng } from "../base/rng.ts";
import { analyseIncentives, type IncentiveAnalysis, type NodeLists } from "../causal/analyse.ts";
import { type InfluenceDiagram, nodesOfKind } from "../causal/diagram.ts";
import { diagramToJson } from "../causal/diagram-json.ts";
import { randomDiagram } from "../causal/random-diagram.ts";
import { atMost, type Measure, median, shown } from "./figure.ts";
import { type Peer, startPeer } from "./python-peer.ts";

const largeNodes = 30;
const largeDecisions = [1, 2, 4];
const largeCount = 100;
const smallNodes = 12;
const smallCount = 1000;
const comparedCount = 1000;

const barLargeMilliseconds = 20;
const barSmallSeconds = 2;

/**
 * The median time of a diagram of 30 nodes by its number of decisions, a thousand diagrams of 12 nodes (one to three decisions), and a thousand of 5 to 12
 * nodes answer by answer against PyCID, half of them drawn to have sufficient recall. The ratio of the last is PyCID's time to ours.
 */
export const measure: Measure = async (report) => {
  for (const decisions of largeDecisions) {
    const options = { nodes: largeNodes, decisions, utilities: 2, sufficientRecall: true };
    const times = draw(largeCount, "large", () => options).map((diagram) => seconds([diagram]) * 1000);
    const name = `diagram-incentives/${largeNodes}-nodes-${decisions}-decisions`;
    report(atMost({ name, value: median(times), unit: "ms" }, barLargeMilliseconds));
  }
  const small = draw(smallCount, "small", (index) => ({
    nodes: smallNodes,
    decisions: 1 + (index % 3),
    utilities: 2,
  }));
  const name = `diagram-incentives/${smallCount}-diagrams-of-${smallNodes}-nodes`;
  report(atMost({ name, value: seconds(small), unit: "s" }, barSmallSeconds));
  const peer = await startPeer("incentives_pycid.py", "pgmpy");
  if (peer === undefined) {
    report(
      shown({ name: "diagram-incentives/against-pycid (skipped: no PyCID)", value: 0, unit: "diagrams" }),
    );
    return;
  }
  try {
    await compare(report, peer);
  } finally {
    peer.stop();
  }
};

async function compare(report: Parameters<Measure>[0], peer: Peer): Promise<void> {
  const diagrams = draw(comparedCount, "compared", (index) => ({
    nodes: 5 + (index % 8),
    decisions: 1 + (index % 3),
    utilities: 1 + (index % 2),
    density: 0.2 + 0.2 * (index % 3),
    sufficientRecall: index % 2 === 0,
  }));
  let different = 0;
  let withRecall = 0;
  let peerSeconds = 0;
  for (const diagram of diagrams) {
    const { nodes, edges, decisions, utilities } = diagramToJson(diagram);
    const answer = (await peer.exchange({ nodes, edges, decisions, utilities })) as PeerAnswer;
    const ours = JSON.stringify(sameForm(diagram, analyseIncentives(diagram)));
    if (ours !== JSON.stringify(answer.result)) {
      different++;
      process.stderr.write(`${JSON.stringify({ edges, ours: JSON.parse(ours), pycid: answer.result })}\n`);
    }
    if (answer.result.sufficientRecall) withRecall++;
    peerSeconds += answer.seconds;
  }
  const name = (what: string) => `diagram-incentives/pycid/${what}`;
  const unit = "diagrams";
  report(atMost({ name: name("answered-differently"), value: different, unit }, 0));
  report(shown({ name: name("with-sufficient-recall"), value: withRecall, unit }));
  report(
    shown({ name: name("time"), value: peerSeconds, unit: "s", ratio: peerSeconds / seconds(diagrams) }),
  );
}

interface PeerAnswer {
  readonly result: { readonly sufficientRecall: boolean };
  readonly seconds: number;
}

/** What PyCID answers too, in the order in which the peer lists it, by decision even where there is one. */
function sameForm(diagram: InfluenceDiagram, analysis: IncentiveAnalysis) {
  const [only] = nodesOfKind(diagram, "decision").map((decision) => diagram.nodes[decision]!.name);
  const byDecision = (lists: NodeLists | null) => (Array.isArray(lists) ? { [only!]: lists } : lists);
  return {
    valueOfInformation: byDecision(analysis.valueOfInformation),
    responseIncentive: byDecision(analysis.responseIncentive),
    instrumentalControlIncentive: byDecision(analysis.instrumentalControlIncentive),
    valueOfControl: analysis.valueOfControl,
    directValueOfControl: analysis.directValueOfControl,
    indirectValueOfControl: byDecision(analysis.indirectValueOfControl),
    requisiteGraph: analysis.requisiteGraph,
    sufficientRecall: analysis.sufficientRecall,
  };
}

function draw(
  count: number,
  stream: string,
  options: (index: number) => Parameters<typeof randomDiagram>[1],
): readonly InfluenceDiagram[] {
  const rng = Rng.fromSeed(1).fork(stream);
  return Array.from({ length: count }, (_, index) => randomDiagram(rng.fork(String(index)), options(index)));
}

function seconds(diagrams: readonly InfluenceDiagram[]): number {
  const start = performance.now();
  for (const diagram of diagrams) analyseIncentives(diagram);
  return (performance.now() - start) / 1000;
}
