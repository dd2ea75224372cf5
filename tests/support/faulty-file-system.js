/** Thrown by every operation after a crash; no code of ours knows it. */
export class Crash extends Error {}
const changing = [
  "makeFolder",
  "create",
  "append",
  "write",
  "sync",
  "close",
  "syncFolder",
  "rename",
  "truncate",
  "remove",
  "removeFolder",
];
/** Wraps a file system; a write that fails has written half of its bytes before. */
export function faultyFileSystem(inner, fault) {
  const operations = [];
  let crashed = false;
  const failing = (name, half) => {
    if (crashed) throw new Crash("the process is gone");
    const hit = operations.length === fault?.at;
    operations.push(name);
    if (!hit) return false;
    fault.onFault?.(name);
    half();
    crashed = fault.code === "crash";
    return true;
  };
  const error = () =>
    fault?.code === "crash"
      ? new Crash("the process is gone")
      : Object.assign(new Error(`${fault?.code}: made to fail`), { code: fault?.code });
  const wrapped = Object.fromEntries(
    changing.map((name) => {
      const original = inner[name];
      const replaced = (...given) => {
        const half = () => {
          if (name !== "write") return;
          const [handle, bytes] = given;
          if (bytes.length > 1) inner.write(handle, bytes.subarray(0, bytes.length >> 1));
        };
        if (failing(name, half)) {
          // A file that reports an error on closing is closed nevertheless.
          if (name === "close") original(...given);
          throw error();
        }
        return original(...given);
      };
      return [name, replaced];
    }),
  );
  return Object.assign({ ...inner }, wrapped, { operations });
}
