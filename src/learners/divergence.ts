// The error of training that has gone wrong numerically.
import { InnergapError } from "../base/errors.ts";

/** A loss, gradient or parameter is no longer a finite number. The learner keeps its last good state. */
export class DivergenceError extends InnergapError {
  override readonly name = "DivergenceError";
}
