// What lies about in the tree gridworld: codes, planes and events.

/** Things on a cell: a tree, or the soil on which one can grow. */
export const tree = 4;
export const soil = 8;

export const channels = ["wall", "agent", "tree", "soil"] as const;
export const treeChannel = 2;
export const soilChannel = 3;

export const events = ["tree-chopped", "tree-regrown", "last-tree-chopped"] as const;
export const treeChopped = 0;
export const treeRegrown = 1;
export const lastTreeChopped = 2;
