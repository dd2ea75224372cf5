// Independent uniform points.
import type { Rng } from "../../base/rng.ts";
import type { PointStream } from "./point-stream.ts";

/** Each dimension has a random stream of its own, so that blocks of any size give the same points. Values are (w + 1/2) / 2^32. */
export function randomPoints(dimensions: number, rng: Rng): PointStream {
  const streams = Array.from({ length: dimensions }, (_, dimension) => rng.fork(`dimension ${dimension}`));
  return {
    next(columns, count) {
      streams.forEach((stream, dimension) => {
        const column = columns[dimension]!;
        for (let index = 0; index < count; index++) column[index] = (stream.uint32() + 0.5) / 2 ** 32;
      });
    },
  };
}
