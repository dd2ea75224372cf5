// A utility carried over to a new ontology: U after a map from the new percepts to the old one.
import type { DriftSetting } from "./drift-setting.ts";
import { conceptX, conceptY, conceptZ } from "./drift-world.ts";
import type { GoalFlags } from "./goal-flags.ts";
import { WorldModel } from "./world-model.ts";

/**
 * U' = U o phi with phi from the new ontology to the old one (de Blanc 2011, "Ontological crises in artificial agents' value systems"); here U is
 * the first percept of X, and phi its ridge regression on the new percepts: the same one ("kept"), another reading of X ("reread"), or
 * none of X at all ("lost"), each with those of Y and Z. A signal has no part in it.
 */
export class RebuiltFlags implements GoalFlags {
  readonly #model: WorldModel;
  readonly #ridge: number;
  readonly #oldPercept: DriftSetting["oldPercept"];
  readonly #among: readonly number[];

  constructor({ world, ridge, oldPercept }: DriftSetting) {
    this.#model = new WorldModel([world.noiseX, world.noiseY, world.noiseY]);
    this.#ridge = ridge;
    this.#oldPercept = oldPercept;
    const others = world.decoy === "none" ? [conceptY] : [conceptY, conceptZ];
    this.#among = oldPercept === "lost" ? others : [conceptX, ...others];
  }

  observe(percepts: Float64Array, rereading: number, label: number, visible: boolean): void {
    if (visible) this.#model.observe(percepts, rereading, label);
  }

  read(into: Float64Array): void {
    if (this.#model.count > 0) {
      into.set(this.#model.mapToOldPercept(this.#among, this.#ridge, this.#oldPercept === "reread")!);
      return;
    }
    into.fill(0);
    into[conceptX] = 1;
  }
}
