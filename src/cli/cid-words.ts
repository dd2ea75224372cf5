// The words of `innergap cid`.
export const cidActions = ["analyse", "draw", "solve", "random", "classify"] as const;

export type CidAction = (typeof cidActions)[number];
