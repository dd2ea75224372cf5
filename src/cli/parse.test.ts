import { array, assert, asyncProperty, constantFrom, oneof, string } from "fast-check";
import { expect, test } from "vitest";
import { InputError } from "../base/errors.ts";
import { commandNames, commands } from "./commands.ts";
import { commonOptions } from "./options.ts";
import { parseCommandLine } from "./parse.ts";

const parse = (line: string, variables: Readonly<Record<string, string>> = {}) =>
  parseCommandLine(line.split(" "), variables);

test("options and positionals, wherever they stand", async () => {
  const { command, args } = await parse("run --json keys --seeds 0-9 --set a.b=1 --set c=x=y -q --no-color");
  expect(command.name).toBe("run");
  expect(args.text("experiment")).toBe("keys");
  expect(args.text("seeds")).toBe("0-9");
  expect(args.texts("set")).toEqual(["a.b=1", "c=x=y"]);
  expect([args.flag("json"), args.flag("quiet"), args.flag("verbose")]).toEqual([true, true, false]);
  expect([args.choice("color"), (await parse("run keys")).args.choice("color")]).toEqual([false, null]);
});

test("numbers stay as they were typed until they are read", async () => {
  const { args } = await parse("run keys --seeds 007 --workers 1e1");
  expect(args.text("seeds")).toBe("007");
  expect(args.whole("workers", 1, 64)).toBe(10);
  expect(args.whole("threads", 1, 64)).toBeNull();
  expect(() => args.whole("workers", 1, 9)).toThrow(InputError);
});

test("--resume takes a folder or nothing", async () => {
  expect((await parse("run keys --resume")).args.text("resume")).toBe("");
  expect((await parse("run keys --resume runs/x")).args.text("resume")).toBe("runs/x");
  expect((await parse("run keys")).args.text("resume")).toBeNull();
});

test("a variable stands in for an option that was not given", async () => {
  const variables = { INNERGAP_OUT: "elsewhere", INNERGAP_FULL: "1" };
  expect((await parse("runs", variables)).args.text("out")).toBe("elsewhere");
  expect((await parse("runs --out here", variables)).args.text("out")).toBe("here");
});

test("verify takes several folders", async () => {
  expect((await parse("verify a b c")).args.texts("run")).toEqual(["a", "b", "c"]);
  expect((await parse("bench")).args.texts("names")).toEqual([]);
});

test("names and shorthands of options are each used once", () => {
  for (const command of commands) {
    const all = [...commonOptions, ...command.options].flatMap(({ name, alias }) => [
      name,
      ...(alias ? [alias] : []),
    ]);
    expect(new Set(all).size, command.name).toBe(all.length);
  }
});

test("whatever is typed is parsed or refused with an InputError", async () => {
  const options = commands.flatMap((command) => command.options.map((option) => `--${option.name}`));
  const word = oneof(
    constantFrom(...commandNames),
    constantFrom(...options, "--json", "-q", "--", "-"),
    string(),
  );
  await assert(
    asyncProperty(array(word, { maxLength: 6 }), async (words) => {
      try {
        const { command } = await parseCommandLine(words, {});
        expect(commands).toContain(command);
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
      }
    }),
    { numRuns: 200 },
  );
});

test("what is missing is named, with the words that it may be", async () => {
  await expect(parse("risk")).rejects.toThrow(
    "found no action, expected run, sensitivity, voi, explain; innergap risk",
  );
  await expect(parse("evaluate")).rejects.toThrow("found no run, expected innergap evaluate <run>");
});
