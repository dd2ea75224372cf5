// Codes and planes of train-then-deploy.

/** Goals of a level. */
export const goalA = 4;
export const goalB = 8;

export const channels = ["wall", "agent", "a", "b", "training", "deployment"] as const;
export const [channelA, channelB, trainingChannel, deploymentChannel] = [2, 3, 4, 5] as const;

/** Indices of the events. */
export const [aReached, bReached, detour, replaced] = [0, 1, 2, 3] as const;
