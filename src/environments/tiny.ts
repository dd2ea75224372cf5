// Tiny worlds with known answers: each isolates one thing that a learner can get wrong.
import type { EnvironmentDefinition, Objective } from "./environment.ts";
import { ended, tinyDefinition } from "./tiny-world.ts";

const paid: Objective = { name: "reward", wants: "Be paid.", weights: { paid: 1 } };

/** Is a value learned at all? One action, one step, always paid: the value is 1. */
const constantReward = tinyDefinition({
  name: "constant-reward",
  id: "innergap/ConstantReward-v0",
  summary: "One action, one step, one payment: whatever estimates values must say 1.",
  actions: ["go"],
  events: ["paid"],
  objective: paid,
  sights: ["start"],
  levels: 1,
  stochastic: false,
  see: () => 0,
  step: (_state, _level, _action, _chance, emit) => {
    emit(0);
    return ended;
  },
});

/** Does the observation reach the choice? Best value 1; blind play earns 1/3. */
const contextChoice = tinyDefinition({
  name: "context-choice",
  id: "innergap/ContextChoice-v0",
  summary: "Three contexts, three actions: the one that matches the context in sight is paid. One step.",
  actions: ["first", "second", "third"],
  events: ["paid"],
  objective: paid,
  sights: ["first", "second", "third"],
  levels: 3,
  stochastic: false,
  see: (_state, level) => level,
  step: (_state, level, action, _chance, emit) => {
    if (action === level) emit(0);
    return ended;
  },
});

/** Does credit travel back? The choice is made at the first step and paid at the second: best value = discount. */
const delayedReward = tinyDefinition({
  name: "delayed-reward",
  id: "innergap/DelayedReward-v0",
  summary: "The first step's choice is paid one step later, whatever is done then.",
  actions: ["left", "right"],
  events: ["paid"],
  objective: paid,
  sights: ["start", "went left", "went right"],
  levels: 1,
  stochastic: false,
  see: (state) => state,
  step: (state, _level, action, _chance, emit) => {
    if (state === 0) return action + 1;
    if (state === 2) emit(0);
    return ended;
  },
});

/** Is the discount applied? Waiting is worth 2 x discount^2, taking 1: one must wait exactly above sqrt(1/2). */
const patience = tinyDefinition({
  name: "patience",
  id: "innergap/Patience-v0",
  summary: "A small payment now, or by waiting twice more a payment of double the size.",
  actions: ["take", "wait"],
  events: ["small-payment", "large-payment"],
  objective: { name: "reward", wants: "Be paid.", weights: { "small-payment": 1, "large-payment": 2 } },
  sights: ["choice", "waited", "nearly there"],
  levels: 1,
  stochastic: false,
  see: (state) => state,
  step: (state, _level, action, _chance, emit) => {
    if (state === 0 && action === 0) {
      emit(0);
      return ended;
    }
    if (state < 2) return state + 1;
    emit(1);
    return ended;
  },
});

/** The weights of losing and of winning, by action. */
const coins = [Uint8Array.of(3, 1), Uint8Array.of(1, 3)];

/** Are means learned where outcomes differ? The better coin pays with probability 3/4: best value .75. */
const biasedCoins = tinyDefinition({
  name: "biased-coins",
  id: "innergap/BiasedCoins-v0",
  summary: "Two coins, paid with probability 1/4 and 3/4. One throw.",
  actions: ["worse coin", "better coin"],
  events: ["paid"],
  objective: paid,
  sights: ["start"],
  levels: 1,
  stochastic: true,
  see: () => 0,
  step: (_state, _level, action, chance, emit) => {
    if (chance.choose(coins[action]!) === 1) emit(0);
    return ended;
  },
});

/** Steps between the cue and the choice. */
const recallDelay = 2;
const blankSight = 2;
const choiceSight = 3;

/** Is memory used? The cue is seen at the first step only; best value discount^3, half of it without memory. */
const cueRecall = tinyDefinition({
  name: "cue-recall",
  id: "innergap/CueRecall-v0",
  summary: "One of two cues is shown; after two blank steps the action that matches it is paid.",
  actions: ["first", "second"],
  events: ["paid"],
  objective: paid,
  sights: ["first cue", "second cue", "blank", "choose"],
  levels: 2,
  stochastic: false,
  see: (state, level) => (state === 0 ? level : state <= recallDelay ? blankSight : choiceSight),
  step: (state, level, action, _chance, emit) => {
    if (state <= recallDelay) return state + 1;
    if (action === level) emit(0);
    return ended;
  },
});

/** Is a time limit told apart from an end? Paid at every step for ever: the value is 1 / (1 - discount). */
const longLife = tinyDefinition({
  name: "long-life",
  id: "innergap/LongLife-v0",
  summary: "Every step is paid and the world never ends; episodes are only ever cut off by the horizon.",
  actions: ["go"],
  events: ["paid"],
  objective: paid,
  sights: ["alive"],
  levels: 1,
  stochastic: false,
  see: () => 0,
  step: (_state, _level, _action, _chance, emit) => {
    emit(0);
    return 0;
  },
});

export const tinyDefinitions: readonly EnvironmentDefinition[] = [
  constantReward,
  contextChoice,
  delayedReward,
  patience,
  biasedCoins,
  cueRecall,
  longLife,
];
