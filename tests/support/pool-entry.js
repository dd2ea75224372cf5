// Tasks for the tests of the pool: each does what its `act` says.
import { InputError } from "../../src/base/errors.js";

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const work = async (task, { progress, signal }) => {
  const { act, value, delay = 0 } = task;
  progress({ pid: process.pid, began: value });
  if (act === "throw") throw new InputError("value", String(value), "another");
  if (act === "die") process.kill(process.pid, "SIGKILL");
  if (act === "exit") process.exit(7);
  if (act === "reject") {
    void Promise.reject(new Error("nobody waits for this"));
    await pause(10_000);
  }
  if (act === "spin") for (;;) Math.sqrt(value);
  while (act === "wait" && !signal.aborted) await pause(5);
  if (act === "wait") return { stopped: value };
  await pause(delay);
  for (let n = 0; n < 200; n++) progress({ n });
  return { value: value * value };
};
export default work;
