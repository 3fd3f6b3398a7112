import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readImage } from "openhcs";
import { beforeAll, describe, expect, it } from "vitest";
import { brighter, workplace, type Workplace } from "./workplace.js";

interface Listed {
  readonly name: string;
  readonly key: string;
  readonly version: string;
  readonly filePath: string;
}

let user: Workplace;
beforeAll(async () => {
  user = await workplace();
  await user.write("spots.ts", brighter("brightSpots"));
  await user.says("functions", "add", "spots.ts");
});

describe("a function that was added", () => {
  it("runs in later processes like a built-in, its parameters by name", async () => {
    await user.says("run", "openhcs:brightSpots", "squares.tif", "-o", "bright.tif", "-p", "threshold=150");
    const { array, pixelSize } = await readImage(join(user.cwd, "bright.tif"));
    expect([array.dtype, array.get(8, 10), array.get(0, 0)]).toEqual(["uint8", 200, 0]);
    expect(pixelSize.x?.value).toBeCloseTo(0.5, 6);
    await user.says("run", "openhcs:bright_spots", "squares.tif", "-o", "none.npy", "-p", "threshold=200");
    expect((await readImage(join(user.cwd, "none.npy"))).array.max()).toBe(0);
  });

  it("is refused parameters that it does not declare, before it runs", async () => {
    const { code, stderr } = await user.run(["run", "openhcs:brightSpots", "squares.tif", "-o", "no.tif", "-p", "treshold=1"]);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/UNKNOWN_PARAMETER|did you mean "threshold"/)]);
    const outside = await user.run(["run", "openhcs:brightSpots", "squares.tif", "-o", "no.tif", "-p", "threshold=-1"]);
    expect([outside.code, outside.stderr]).toEqual([1, expect.stringContaining("INVALID_ARGUMENT")]);
  });

  it("is a step of a pattern in a file", async () => {
    await user.write("spots.yaml", "pattern:\n  - function: openhcs:brightSpots\n    threshold: 150\n  - label\n");
    await user.says("run", "spots.yaml", "squares.tif", "-o", "labels.npy");
    expect((await readImage(join(user.cwd, "labels.npy"))).array.max()).toBe(4);
  });

  it("is listed among all functions, and alone by its namespace", async () => {
    const all = await user.json<{ key: string }[]>("list");
    expect(all.map(({ key }) => key)).toEqual(expect.arrayContaining(["gaussian", "openhcs:brightSpots"]));
    const own = await user.json<{ key: string }[]>("list", "--namespace", "openhcs");
    expect(own.map(({ key }) => key)).toEqual(["openhcs:brightSpots"]);
    const [, line] = (await user.says("list", "--search", "brighter threshold", "--namespace", "openhcs")).split("\n");
    expect(line?.split("\t")).toEqual(["openhcs:brightSpots", "your own", "isolated", "Keep what is brighter than a threshold."]);
  });

  it("is described: what it does, its parameters with their ranges, where it is kept and how it runs", async () => {
    const words = await user.says("describe", "openhcs:brightSpots");
    for (const part of ["Keep what is brighter", "threshold", "number [0, 255]", "100", "brightSpots.ts", "isolated", "60 s, 512 MiB of memory, 4 GiB of arrays", "the image, dark elsewhere"]) expect(words).toContain(part);
    expect(words).not.toContain("kernels");
    expect(await user.json("describe", "openhcs:brightSpots")).toMatchObject({ key: "openhcs:brightSpots", trusted: false, limits: { timeoutMs: 60_000 }, parameters: { threshold: { type: "number", default: 100, min: 0, max: 255 } } });
  });

  it("is planned without being run", async () => {
    expect(await user.json("plan", "openhcs:brightSpots", "squares.tif")).toMatchObject({ key: "openhcs:brightSpots", memoryType: "ndarray" });
  });
});

describe("openhcs functions list and show", () => {
  it("tell names with or without the namespace, in either spelling", async () => {
    const [listed] = await user.json<Listed[]>("functions", "list");
    expect(listed).toMatchObject({ name: "brightSpots", key: "openhcs:brightSpots", memoryType: "ndarray", persisted: true, trusted: false });
    const source = brighter("brightSpots");
    for (const name of ["brightSpots", "openhcs:brightSpots", "bright_spots"]) expect(await user.says("functions", "show", name)).toBe(source);
    expect(await user.json("functions", "show", "brightSpots")).toMatchObject({ version: listed?.version, filePath: expect.stringMatching(/brightSpots\.ts$/), source });
  });

  it("have a line per function, columns parted by tabs where there is no terminal", async () => {
    const lines = (await user.says("functions", "list")).trim().split("\n").map((line) => line.split("\t"));
    expect(lines[0]).toEqual(["function", "memory", "version", "runs", "signed by", "what it does"]);
    expect(lines[1]).toEqual(["openhcs:brightSpots", "ndarray", expect.stringMatching(/^[0-9a-f]{12}$/), "isolated", "", "Keep what is brighter than a threshold."]);
    expect((await user.json<Listed[]>("functions", "list", "--search", "Brighter")).map(({ name }) => name)).toEqual(["brightSpots"]);
    expect((await user.run(["functions", "list", "--search", "nothing", "such"])).stderr).toBe("None of your functions matches nothing such.\n");
  });

  it("name the nearest where there is no such function", async () => {
    const { code, stderr } = await user.run(["functions", "show", "brightSpot"]);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/NOT_REGISTERED/)]);
    expect(stderr).toContain("nearest: brightSpots");
    expect((await user.run(["functions", "show", "cpu:gaussian"])).code).toBe(2);
  });
});

describe("openhcs functions validate", () => {
  const wrong = `import { readFile } from "fs";\nimport { ndarray } from "openhcs";\n\nexport const spots = ndarray(function spots(img: unknown) {\n  return img;\n});\n`;

  it("reports everything that is wrong as file:line:column, with the line, and ends with 1", async () => {
    await user.write("wrong.ts", wrong);
    const { code, stdout } = await user.run(["functions", "validate", "wrong.ts", "spots.ts"]);
    const text = stdout.toString();
    expect(code).toBe(1);
    expect(text).toMatch(/^wrong\.ts:1:\d+: error: .*fs/m);
    expect(text).toMatch(/^wrong\.ts:4:45: error: .*image/m);
    expect(text).toContain("    export const spots = ndarray(function spots(img: unknown) {");
    expect(text).toContain("spots.ts: valid: brightSpots");
  });

  it("gives it as data", async () => {
    await user.write("wrong.ts", wrong);
    const { code, stdout, stderr } = await user.run(["functions", "validate", "wrong.ts", "--json"]);
    expect([code, stderr]).toEqual([1, ""]);
    expect(JSON.parse(stdout.toString())).toMatchObject([{ source: "wrong.ts", isValid: false, results: [{ errors: [{ stage: "imports", line: 1 }, { stage: "signature", line: 4, column: 45 }] }] }]);
  });

  it("takes standard input, and registers nothing", async () => {
    const { code, stdout } = await user.run(["functions", "validate", "-"], { input: Buffer.from(brighter("other")) });
    expect([code, stdout.toString()]).toEqual([0, "standard input: valid: other\n"]);
    expect((await user.json<Listed[]>("functions", "list")).map(({ name }) => name)).not.toContain("other");
  });
});

describe("openhcs functions add", () => {
  it("reports each of several, keeps those that are right, and ends with 1", async () => {
    const own = await workplace();
    await own.write("a.ts", brighter("first"));
    await own.write("b.ts", "export const broken = (\n");
    await own.write("c.ts", brighter("third"));
    const { code, stdout, stderr } = await own.run(["functions", "add", "a.ts", "b.ts", "c.ts"]);
    expect([code, stdout.toString()]).toEqual([1, "openhcs:first\nopenhcs:third\n"]);
    expect(stderr).toMatch(/^openhcs: b\.ts is refused: /);
    expect(stderr).toMatch(/^b\.ts:\d+:\d+: error: /m);
    expect(stderr).not.toMatch(/ {4}at /);
    expect((await own.json<Listed[]>("functions", "list")).map(({ name }) => name)).toEqual(["first", "third"]);
    const again = await own.run(["functions", "add", "b.ts", "c.ts", "--json"]);
    expect([again.code, again.stderr]).toEqual([1, ""]);
    expect(JSON.parse(again.stdout.toString())).toMatchObject([{ source: "b.ts", error: { code: "VALIDATION", stage: "syntax" } }, { source: "c.ts", functions: ["openhcs:third"] }]);
  });

  it("refuses another source of a taken name, and takes it with --update", async () => {
    const own = await workplace();
    await own.write("a.ts", brighter("spots"));
    await own.says("functions", "add", "a.ts");
    await own.write("a.ts", brighter("spots", 7));
    const refused = await own.run(["functions", "add", "a.ts"]);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("ALREADY_REGISTERED")]);
    expect(refused.stderr).toContain("--update");
    expect(await own.kept("spots")).toBe(brighter("spots"));
    expect(await own.says("functions", "add", "a.ts", "--update")).toBe("openhcs:spots\n");
    expect(await own.kept("spots")).toBe(brighter("spots", 7));
  });

  it("tells where a source fails when it is first run", async () => {
    await user.write("throws.ts", `import { ndarray } from "openhcs";\n\nconst half = undefinedVariable / 2;\nexport const late = ndarray(function late(image: unknown) {\n  return half;\n});\n`);
    const { code, stderr } = await user.run(["functions", "add", "throws.ts"]);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^throws\.ts:3:14: error: .*undefinedVariable/m)]);
  });
});

describe("what a function prints", () => {
  it("comes on standard error with its name, or in the report of --json", async () => {
    await user.write("chatty.ts", `import { ndarray, type NdArray } from "openhcs";\nexport const chatty = ndarray(function chatty(image: NdArray) {\n  console.log("mean", image.mean());\n  console.warn("two\\nlines");\n  return image;\n});\n`);
    await user.says("functions", "add", "chatty.ts");
    const { code, stderr } = await user.run(["run", "openhcs:chatty", "squares.tif", "-o", "chatty.npy"]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^openhcs:chatty: mean [\d.]+$/m);
    expect(stderr).toContain("openhcs:chatty warn: two\nopenhcs:chatty warn: lines\n");
    const quiet = await user.run(["run", "openhcs:chatty", "squares.tif", "-o", "chatty.npy", "--json"]);
    expect([quiet.stderr, JSON.parse(quiet.stdout.toString())]).toMatchObject(["", { log: [{ key: "openhcs:chatty", level: "info" }, { key: "openhcs:chatty", level: "warn", text: expect.stringContaining("two\nlines") }] }]);
    await user.says("functions", "remove", "chatty");
  });
});

describe("a function that fails", () => {
  it("ends the command with 1 and the place in its source", async () => {
    await user.write("fails.ts", `import { ndarray, type NdArray } from "openhcs";\nexport const fails = ndarray(function fails(image: NdArray) {\n  throw new RangeError("too bright");\n  return image;\n});\n`);
    await user.says("functions", "add", "fails.ts");
    const { code, stderr } = await user.run(["run", "openhcs:fails", "squares.tif", "-o", "no.npy", "--json"]);
    expect(code).toBe(1);
    const filePath = join(user.home, "openhcs", "custom_functions", "fails.ts");
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: "GUEST_FAILED", message: expect.stringContaining("RangeError: too bright"), line: 3, filePath } });
    expect((await user.run(["functions", "profile", "fails", "squares.tif"])).stderr).toContain(`\n  at       ${filePath}:3:9\n`);
    await user.write("misuses.ts", `import { gaussian, ndarray, type NdArray } from "openhcs";\nexport const misuses = ndarray(async function misuses(image: NdArray) {\n  return await gaussian(image, { sigma: -1 });\n});\n`);
    await user.says("functions", "add", "misuses.ts");
    expect((await user.run(["run", "openhcs:misuses", "squares.tif", "-o", "no.npy"])).stderr).toMatch(new RegExp(`^  at +${filePath.replace("fails", "misuses")}:3:\\d+$`, "m"));
    await user.says("functions", "remove", "openhcs:fails");
  });
});

describe("openhcs doctor", () => {
  it("says what isolates functions here, where they are kept, and which of them are broken, and ends well", async () => {
    const own = await workplace();
    await own.write("a.ts", brighter("sound"));
    await own.write("b.ts", brighter("harmed"));
    await own.says("functions", "add", "a.ts", "b.ts");
    const { filePath } = await own.json<Listed>("functions", "show", "harmed");
    await own.write(filePath, "export const harmed = (\n");
    const words = await own.says("doctor");
    expect(words).toContain(`2 in ${dirname(filePath)}; 1 not taken as they are, see below`);
    expect(words).toMatch(/^functions +\d+, 2 of them yours$/m);
    expect(words).toMatch(/^isolation +(full|process|none)/m);
    expect(words).toMatch(/^network\t(yes|no)\t\w/m);
    expect(words).toMatch(new RegExp(`^  ${filePath}:\\d+:\\d+: .* The last good version serves on\\.$`, "m"));
    expect(await own.json("doctor")).toMatchObject({ customFunctions: { folder: dirname(filePath), functions: 2, failures: [{ sourceName: "harmed", code: "VALIDATION" }], isolation: { guarantees: expect.arrayContaining([{ name: "files", holds: expect.any(Boolean), how: expect.any(String) }]) } } });
  });

  it.skipIf(process.platform === "win32")("warns where others may write to the folder (needs permissions of Unix)", async () => {
    const own = await workplace();
    await own.write("a.ts", brighter("sound"));
    await own.says("functions", "add", "a.ts");
    expect(await own.json("doctor")).toMatchObject({ customFunctions: { warnings: [] } });
    const folder = join(own.home, "openhcs", "custom_functions");
    await chmod(folder, 0o777);
    expect(await own.json("doctor")).toMatchObject({ customFunctions: { warnings: [expect.stringContaining(`chmod 700 "${folder}"`)] } });
    expect(await own.says("doctor")).toMatch(/^warning: others may write to the folder /m);
  });

  it("says so where the folder cannot be read at all, or holds what is no source", async () => {
    const own = await workplace();
    const folder = join(own.home, "openhcs", "custom_functions");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "my-filter.ts"), brighter("filter"));
    expect(await own.json("doctor")).toMatchObject({ customFunctions: { functions: 0, failures: [{ filePath: join(folder, "my-filter.ts") }] } });
    await rm(folder, { recursive: true });
    await writeFile(folder, "no folder");
    expect(await own.json("doctor")).toMatchObject({ customFunctions: { functions: 0, failures: [{ code: "STORE_UNAVAILABLE", filePath: folder }] } });
    const { stderr } = await own.run(["functions", "list"]);
    expect(stderr).toBe(`warning: ${folder}: the store "files" is unavailable: a file stands where the folder should be.\nYour functions cannot be read; openhcs doctor says why.\n`);
  });
});
