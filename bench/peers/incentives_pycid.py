"""PyCID's answers on the diagrams that src/bench/diagram-incentives.ts compares with: one JSON line in, one out.

In: {nodes, edges, decisions, utilities}. Out: the incentives that the edges admit, with null for what PyCID refuses to say, and the
seconds that it took. PyCID 0.8.2 asks for a version of pygambit that no longer builds; only its equilibria need it, so an empty module stands in.
"""

import json
import sys
import time
import types

try:
    import pygambit  # noqa: F401
except ImportError:
    sys.modules["pygambit"] = types.ModuleType("pygambit")

import pycid


def unless_refused(answer):
    try:
        return answer()
    except ValueError:
        return None


def answers(request):
    edges = [tuple(edge) for edge in request["edges"]]
    cid = pycid.CID(edges, decisions=request["decisions"], utilities=request["utilities"])
    by_decision = lambda ask: unless_refused(lambda: {d: sorted(ask(cid, d)) for d in request["decisions"]})
    overall = lambda ask: unless_refused(lambda: sorted(ask(cid)))
    return {
        "valueOfInformation": by_decision(pycid.admits_voi_list),
        "responseIncentive": by_decision(pycid.admits_ri_list),
        "instrumentalControlIncentive": by_decision(pycid.admits_ici_list),
        "valueOfControl": overall(pycid.admits_voc_list),
        "directValueOfControl": overall(pycid.admits_dir_voc_list),
        "indirectValueOfControl": by_decision(pycid.admits_indir_voc_list),
        "requisiteGraph": sorted(f"{a}->{b}" for a, b in pycid.requisite_graph(cid).edges),
        "sufficientRecall": cid.sufficient_recall(),
    }


if __name__ == "__main__":
    for line in sys.stdin:
        request = json.loads(line)
        start = time.perf_counter()
        result = answers(request)
        print(json.dumps({"result": result, "seconds": time.perf_counter() - start}), flush=True)
