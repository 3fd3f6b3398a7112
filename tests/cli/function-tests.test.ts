import { execFile } from "node:child_process";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { brighter, workplace, type Workplace } from "./workplace.js";

const withExamples = (name: string, value: number) => brighter(name).replace(" * @returns", ` * @example\n * const kept = await ${name}(NdArray.from([[1, 200]], "uint8"), 100);\n * kept //=> [[0, ${value}]]\n * @returns`);

let user: Workplace;
beforeAll(async () => {
  user = await workplace();
  await user.write("right.ts", withExamples("right", 200));
  await user.write("silent.ts", brighter("silent"));
  await user.says("functions", "add", "right.ts", "silent.ts");
});

describe("openhcs functions test", () => {
  it("runs the examples of all functions, of which some may have none", async () => {
    const { code, stdout } = await user.run(["functions", "test"]);
    expect([code, stdout.toString()]).toEqual([0, "✓ right: 1 example passed\n- silent: no examples\n"]);
    expect(await user.run(["functions", "test", "silent"])).toMatchObject({ code: 1, stderr: expect.stringContaining("silent has no @example, and counts as failed where it is named") });
  });

  it("ends with 1 where an example fails, and says at which line of the source", async () => {
    const own = await workplace();
    await own.write("false.ts", withExamples("wrong", 7));
    await own.says("functions", "add", "false.ts");
    const { code, stdout } = await own.run(["functions", "test", "openhcs:wrong"]);
    expect([code, stdout.toString()]).toEqual([1, expect.stringMatching(/^✗ wrong: 1 example of 1 failed\n {4}.*wrong\.ts:8: .*7/)]);
    const data = await own.run(["functions", "test", "--json"]);
    expect([data.code, JSON.parse(data.stdout.toString())]).toMatchObject([1, [{ name: "wrong", passed: false, examples: [{ passed: false, failures: [{ line: 8 }] }] }]]);
  });

  it("writes tests, which pass under vitest", async () => {
    await mkdir(join(user.cwd, "node_modules"), { recursive: true });
    const root = fileURLToPath(new URL("../..", import.meta.url));
    for (const [name, folder] of [["openhcs", "packages/openhcs"], ["vitest", "node_modules/vitest"]] as const) await symlink(join(root, folder), join(user.cwd, "node_modules", name));
    expect(await user.json("functions", "test", "right", "--generate", "-o", "right.test.mjs")).toEqual({ name: "right", written: "right.test.mjs" });
    expect(await user.json("functions", "test", "right", "--generate")).toEqual({ name: "right", code: await user.read("right.test.mjs") });
    await writeFile(join(user.cwd, "package.json"), "{}");
    const { stdout } = await promisify(execFile)(process.execPath, [join(root, "node_modules/vitest/vitest.mjs"), "run", "--root", user.cwd], { cwd: user.cwd });
    expect(stdout).toMatch(/Tests .*passed/);
  });

  it("refuses flags that belong to no more than one function, or to --generate", async () => {
    expect((await user.run(["functions", "test", "--generate"])).code).toBe(2);
    expect((await user.run(["functions", "test", "right", "-o", "x.mjs"])).code).toBe(2);
  });
});

describe("openhcs functions profile", () => {
  it("measures calls of a function on an image", async () => {
    const profile = await user.json<Record<string, number>>("functions", "profile", "openhcs:right", "squares.tif", "-p", "threshold=50", "--calls", "3");
    expect(profile).toMatchObject({ name: "right", tier: "isolated", calls: 3, bytesIn: 48 * 64, bytesOut: 48 * 64, libraryCalls: 0 });
    expect(profile["medianMs"]).toBeGreaterThan(0);
    expect(profile).not.toHaveProperty("plainMs");
    const isKnown = process.platform === "linux"; // What memory a process takes.
    if (isKnown) expect(profile["addedBytes"]).toBeLessThan(profile["peakBytes"] as number);
    const alone = await user.says("functions", "profile", "right", "squares.tif", "--calls", "2");
    expect(alone).toMatch(/^plain +not called: --plain /m);
    if (isKnown) expect(alone).toMatch(/^memory +[\d.]+ MB at most, arrays included; [\d.]+ MB of it for the calls$/m);
    const compared = await user.says("functions", "profile", "right", "squares.tif", "--calls", "2", "--plain");
    expect(compared).toMatch(/^2 calls +median [\d.]+ ms, fastest [\d.]+ ms\nplain +[\d.]+ ms in this process: this is [\d.]+ times that/m);
    if (isKnown) expect(compared).toMatch(/^plain .*; [\d.]+ MB of memory$/m);
  });

  it("checks what it is given", async () => {
    expect((await user.run(["functions", "profile", "right", "squares.tif", "--calls", "0"])).code).toBe(2);
    expect((await user.run(["functions", "profile", "right", "squares.tif", "-p", "threshold=-3"])).stderr).toContain("INVALID_ARGUMENT");
    expect((await user.run(["functions", "profile", "nothing", "squares.tif"])).stderr).toContain("NOT_REGISTERED");
  });
});
