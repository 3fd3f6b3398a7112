import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { brighter, workplace, type Workplace } from "./workplace.js";

let user: Workplace;
let folder: string;
let broken: string;
beforeAll(async () => {
  user = await workplace();
  folder = join(user.home, "openhcs", "custom_functions");
  broken = join(folder, "broken.ts");
  await mkdir(folder, { recursive: true });
  await writeFile(broken, "export const broken = (\n");
});

describe("a function that is kept and cannot be loaded", () => {
  it("is said to be there, with the place and the reason, each once", async () => {
    for (const command of [["run", "openhcs:broken", "squares.tif", "-o", "out.npy"], ["plan", "broken", "squares.tif"], ["describe", "openhcs:broken"]]) {
      const { code, stderr } = await user.run(command);
      const [warning = "", message = "", errorCode] = stderr.split("\n");
      expect([code, errorCode]).toEqual([1, "  code     FUNCTION_REFUSED"]);
      expect(warning).toMatch(/^warning: \S+broken\.ts:\d+:\d+ was not registered: (?!.*broken\.ts)/);
      expect(message).toMatch(/ is there, in \S+broken\.ts:\d+:\d+, but was refused: (?!.*broken\.ts)/);
    }
    expect((await user.run(["describe", "openhcs:brokn"])).stderr).toContain("NOT_REGISTERED");
  });

  it("is said to be there by commands that need it whole", async () => {
    for (const command of [["test", "broken"], ["profile", "openhcs:broken", "squares.tif"], ["export", "broken"], ["rename", "broken", "whole"]]) {
      const { code, stderr } = await user.run(["functions", ...command]);
      expect([code, stderr], command[0]).toEqual([1, expect.stringMatching(/ is there, in \S+broken\.ts:\d+:\d+, but was refused: .*\n {2}code {5}FUNCTION_REFUSED$/m)]);
    }
  });

  it("is told of in one line where there are many, unless it is asked for, and each by itself in the list", async () => {
    const other = await workplace();
    const place = join(other.home, "openhcs", "custom_functions");
    await mkdir(place, { recursive: true });
    for (const name of ["first", "second", "third"]) await writeFile(join(place, `${name}.ts`), `export const ${name} = (\n`);
    const { stderr } = await other.run(["describe", "openhcs:second"]);
    expect(stderr.split("\n")).toEqual(["warning: 3 of your functions are not taken as they are; openhcs doctor says why.", expect.stringMatching(/second is there, in \S+second\.ts/), "  code     FUNCTION_REFUSED", ""]);
    const list = await other.run(["functions", "list"]);
    expect(list.stderr.match(/^\S+\.ts:\d+:\d+ was not registered: /gm)).toHaveLength(3);
  });

  it("is counted where no other is left", async () => {
    const { code, stderr } = await user.run(["functions", "list"]);
    expect([code, stderr]).toEqual([0, expect.stringContaining("None of your functions can be used: 1 source refused; openhcs doctor says why.")]);
    expect((await (await workplace()).run(["functions", "list"])).stderr).toContain("There are no functions yet.");
  });
});

describe("what is no function", () => {
  it("is refused by the end of its name", async () => {
    await user.write("pattern.yaml", "pattern: label\n");
    const { code, stderr } = await user.run(["functions", "add", "pattern.yaml"]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("pattern.yaml is no file of functions: those end with .ts")]);
    expect(stderr).toContain("openhcs run");
    await user.write("good.txt", brighter("good"));
    expect((await user.run(["functions", "add", "good.txt"])).stderr).not.toContain("A pattern");
  });

  it("is taken for the file of tests where -o is missing", async () => {
    const { code, stderr } = await user.run(["functions", "test", "good", "--generate", "good.test.ts"]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("-o good.test.ts")]);
  });
});

describe("a function that meets a limit", () => {
  it("is told whose limit that was, in seconds and megabytes", async () => {
    const own = await workplace();
    const body = "while (true) {}\n  return image;";
    await own.write("slow.ts", brighter("slow").replace(" */", " * @limit time 0.5 s\n */").replace(/return image\.map.*/, body));
    await own.write("large.ts", brighter("large").replace(" */", " * @limit arrays 0.001 MB\n */").replace("return image.map", "return NdArray.zeros([4096, 4096]).map").replace("type NdArray", "NdArray"));
    await own.says("functions", "add", "slow.ts", "large.ts");
    const slow = await own.run(["run", "openhcs:slow", "squares.tif", "-o", "out.npy"]);
    expect([slow.code, slow.stderr]).toEqual([1, expect.stringMatching(/500 ms[^]*limit +the function's own, "@limit time" in its source/)]);
    const large = await own.run(["run", "openhcs:large", "squares.tif", "-o", "out.npy"]);
    expect([large.code, large.stderr]).toEqual([1, expect.stringMatching(/1000 bytes[^]*limit +the function's own, "@limit arrays"/)]);
  });

  it("in the command's name where the function says none of its own", async () => {
    const own = await workplace();
    await own.write("large.ts", brighter("large").replace("return image.map", "return NdArray.zeros([2 ** 15, 2 ** 15, 2], \"float32\").map").replace("type NdArray", "NdArray"));
    await own.says("functions", "add", "large.ts");
    const { code, stderr } = await own.run(["run", "openhcs:large", "squares.tif", "-o", "out.npy"]);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/4096 MiB[^]*limit +the same for every function in this command/)]);
  });
});
