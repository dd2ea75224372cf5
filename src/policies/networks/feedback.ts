// The last action and the last reward as inputs: how they stand in memory, and what a network sees of them.
import { broadcastTo, cast, concatenate, oneHot, reshape, split, sub, type Value } from "../../engine/ops.ts";
import type { Feedback } from "./architecture.ts";

/** Numbers that the feedback adds to what a network sees: one per action, none for the first step; one for the reward. */
export function feedbackWidth(feedback: readonly Feedback[], actions: number): number {
  return feedback.reduce((sum, told) => sum + (told === "action" ? actions : 1), 0);
}

/** Traced: the last action one-hot (zeros where there was none), the reward as it is. told: [rows, feedback] -> [rows, width] */
export function feedbackFeatures(told: Value, feedback: readonly Feedback[], actions: number): Value {
  const parts = split(
    told,
    feedback.map(() => 1),
    1,
  );
  const features = feedback.map((name, index) => {
    const part = parts[index] as Value;
    if (name === "reward") return part;
    return oneHot(cast(sub(reshape(part, [told.shape[0] as number]), 1), "int32"), actions);
  });
  return concatenate(features, 1);
}

/** Traced: features [rows, size] lengthened by the feedback, or maps [rows, channels, height, width] with a plane for each number of it. */
export function withFeedback(features: Value, told: Value): Value {
  const [rows, width] = told.shape as readonly [number, number];
  const [, , ...extents] = features.shape;
  const planes = reshape(told, [rows, width, ...extents.map(() => 1)]);
  return concatenate([features, broadcastTo(planes, [rows, width, ...extents])], 1);
}
