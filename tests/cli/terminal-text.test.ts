import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { workplace, type Workplace } from "./workplace.js";

/** Clears the screen, sets the title of the window, and moves up a line by a control of one character. */
const harm = "\u001b[2J\u001b]0;owned\u0007\u009b1Aevil";
const spelled = "\\x1b[2J\\x1b]0;owned\\x07\\x9b1Aevil";
const raw = /(?![\t\n])\p{Cc}|\p{Bidi_Control}/u;

const source = `import { ndarray, type NdArray } from "openhcs";

/**
 * Says ${harm} much.
 * @param level how ${harm}, 0..9
 * @example
 * await says(NdArray.full([2, 2], 1)) //=> "${harm}"
 * @returns what ${harm}
 */
export const says = ndarray(function says(image: NdArray, level: number = 1) { // ${harm}
  console.log("${harm} \\u202e turned");
  if (level === 7) throw new Error("${harm} \\u202e turned");
  return image;
});
`;

let user: Workplace;

beforeAll(async () => {
  user = await workplace();
  await user.write("says.ts", source);
  await user.says("functions", "add", "says.ts");
});

describe("what others wrote brings no command for a terminal into what openhcs prints", () => {
  it.each([
    ["functions list", ["functions", "list"]],
    ["list", ["list", "--namespace", "openhcs"]],
    ["describe", ["describe", "openhcs:says"]],
    ["functions test", ["functions", "test", "says"]],
    ["a line that a function says", ["run", "openhcs:says", "squares.tif", "-o", "out.npy"]],
    ["what a function throws", ["run", "openhcs:says", "squares.tif", "-o", "out.npy", "-p", "level=7"]],
  ])("%s", async (_, args) => {
    const { stdout, stderr } = await user.run(args);
    const text = stdout.toString() + stderr;
    expect(text).toContain(spelled);
    expect(text).not.toMatch(raw);
  });

  it("functions validate and add, of a source that is wrong", async () => {
    await user.write("wrong.ts", source.replace("image: NdArray", "img: NdArray"));
    for (const command of ["validate", "add"]) {
      const { code, stdout, stderr } = await user.run(["functions", command, "wrong.ts"]);
      expect([code, stdout.toString() + stderr]).toEqual([1, expect.stringContaining(`// ${spelled}`)]);
      expect(stdout.toString() + stderr).not.toMatch(raw);
    }
  });

  it("labels of keys", async () => {
    const key = Buffer.alloc(32, 1).toString("base64");
    expect(await user.says("functions", "keys", "trust", key, "--label", harm)).toBe(`${spelled}: ${key}\n`);
    expect(await user.says("functions", "keys", "list")).toContain(spelled);
  });

  it("JSON, which says the same in its own way", async () => {
    const text = await user.says("functions", "show", "says", "--json");
    expect(text).not.toMatch(raw);
    expect(JSON.parse(text)).toMatchObject({ source });
  });

  it("leaves a source as it is where it goes to a file or another program", async () => {
    expect(await user.says("functions", "show", "says")).toBe(source);
    expect(await readFile(join(user.cwd, "says.ts"), "utf8")).toBe(source);
  });
});
