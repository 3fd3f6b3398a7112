import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { brighter, workplace, type Workplace } from "./workplace.js";

interface Version {
  readonly hash: string;
  readonly change: string;
  readonly source: string;
}

let user: Workplace;
beforeAll(async () => {
  user = await workplace();
  await user.write("spots.ts", brighter("spots", 1));
  await user.says("functions", "add", "spots.ts");
  await user.write("spots.ts", brighter("spots", 2));
  await user.says("functions", "add", "--update", "spots.ts");
});

const versions = (name: string) => user.json<Version[]>("functions", "history", name);

describe("openhcs functions history, diff and restore", () => {
  it("list the versions, the newest first, under the name with or without its namespace", async () => {
    const found = await versions("openhcs:spots");
    expect(found.map(({ change }) => change)).toEqual(["updated", "registered"]);
    expect(found.map(({ source }) => source)).toEqual([brighter("spots", 2), brighter("spots", 1)]);
    const lines = (await user.says("functions", "history", "spots")).trim().split("\n").map((line) => line.split("\t"));
    expect(lines.map(([version]) => version)).toEqual(["version", ...found.map(({ hash }) => hash.slice(0, 12))]);
    expect(Date.parse(lines[1]?.[1] as string)).toBeGreaterThan(Date.parse("2020-01-01"));
  });

  it("show what changed, as a unified diff", async () => {
    const diff = await user.says("functions", "diff", "spots");
    expect(diff).toMatch(/^--- /m);
    expect(diff).toMatch(/^-.*= 1\)/m);
    expect(diff).toMatch(/^\+.*= 2\)/m);
    const [newer, older] = await versions("spots");
    expect(await user.says("functions", "diff", "spots", newer?.hash.slice(0, 8) as string, older?.hash as string)).toMatch(/^\+.*= 1\)/m);
    expect(await user.json("functions", "diff", "spots")).toMatchObject({ name: "spots", diff });
    expect(await user.run(["functions", "diff", "spots", newer?.hash as string])).toMatchObject({ code: 0, stderr: "There is no difference.\n" });
  });

  it("bring an earlier version back, also of what was removed", async () => {
    const first = (await versions("spots")).at(-1)?.hash.slice(0, 10) as string;
    expect(await user.says("functions", "restore", "spots", first)).toBe("openhcs:spots\n");
    expect(await user.kept("spots")).toBe(brighter("spots", 1));
    await user.says("functions", "remove", "spots");
    expect((await user.run(["run", "openhcs:spots", "squares.tif", "-o", "no.npy"])).code).toBe(1);
    await user.says("functions", "restore", "spots", first);
    expect((await user.run(["run", "openhcs:spots", "squares.tif", "-o", "yes.npy"])).code).toBe(0);
  });

  it("refuse versions that there are not", async () => {
    for (const args of [["restore", "spots", "ffffffffffff"], ["diff", "spots", "ffffffffffff"], ["history", "nothing"]]) {
      const { code, stderr } = await user.run(["functions", ...args, "--json"]);
      expect([code, JSON.parse(stderr)]).toMatchObject([1, { error: { code: "NOT_REGISTERED" } }]);
    }
  });
});

describe("openhcs functions rename and remove", () => {
  it("change the source and the key, and nothing else of the file", async () => {
    await user.write("pair.ts", `${brighter("one", 3)}\n${brighter("two", 4).split("\n").slice(2).join("\n")}`);
    expect(await user.says("functions", "add", "pair.ts")).toBe("openhcs:one\nopenhcs:two\n");
    const shadowed = await user.run(["functions", "rename", "openhcs:two", "label"]);
    expect([shadowed.code, shadowed.stderr]).toEqual([0, 'Note: "label" alone still means the function of the library; yours is openhcs:label.\n']);
    expect(await user.says("functions", "rename", "openhcs:label", "three")).toBe("openhcs:three\n");
    expect(await user.kept("one")).toBe((await user.read("pair.ts")).replaceAll("two", "three"));
    expect(await user.json("functions", "show", "one")).toMatchObject({ siblings: ["three"] });
    expect((await user.run(["functions", "show", "two"])).code).toBe(1);
  });

  it("report each of several, and end with 1 where one is missing", async () => {
    const { code, stdout } = await user.run(["functions", "remove", "one", "missing", "openhcs:three", "--json"]);
    expect([code, JSON.parse(stdout.toString())]).toMatchObject([1, [{ name: "one", removed: true }, { name: "missing", error: { code: "NOT_REGISTERED" } }, { name: "openhcs:three", removed: true }]]);
    expect((await user.json<{ name: string }[]>("functions", "list")).map(({ name }) => name)).toEqual(["spots"]);
  });

  it("refuse a name that is taken, or is none", async () => {
    await user.write("other.ts", brighter("other"));
    await user.write("more.ts", brighter("more"));
    await user.says("functions", "add", "other.ts", "more.ts");
    expect(await user.says("functions", "remove", "openhcs:more")).toBe("removed more\n");
    const taken = await user.run(["functions", "rename", "other", "spots"]);
    expect([taken.code, taken.stderr]).toEqual([1, expect.stringContaining("ALREADY_REGISTERED")]);
    const none = await user.run(["functions", "rename", "other", "../up"]);
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('"../up" cannot name a stored function: it takes letters, digits and underscores')]);
    expect(await user.kept("other")).toBe(brighter("other"));
  });
});

describe("openhcs functions export and import", () => {
  it("bring functions to another user, in one file or through a pipe", async () => {
    const other = await workplace();
    expect(await user.json("functions", "export", "openhcs:spots", "-o", "bundle.json")).toEqual({ sources: ["spots"], written: "bundle.json" });
    await other.write("bundle.json", await user.read("bundle.json"));
    expect(await other.json("functions", "import", "bundle.json")).toEqual({ functions: ["openhcs:spots"] });
    expect((await other.run(["run", "openhcs:spots", "squares.tif", "-o", "out.npy"])).code).toBe(0);
    const all = await user.says("functions", "export", "--json");
    const { code, stdout } = await other.run(["functions", "import", "-"], { input: Buffer.from(all) });
    expect([code, stdout.toString().trim().split("\n").sort()]).toEqual([0, ["openhcs:other", "openhcs:spots"]]);
  });

  it("take nothing where one of the names is taken, and everything with --replace", async () => {
    const other = await workplace();
    await other.write("spots.ts", brighter("spots", 77));
    await other.says("functions", "add", "spots.ts");
    await other.write("bundle.json", await user.says("functions", "export"));
    const { code, stderr } = await other.run(["functions", "import", "bundle.json"]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("ALREADY_REGISTERED")]);
    expect((await other.json<{ name: string }[]>("functions", "list")).map(({ name }) => name)).toEqual(["spots"]);
    await other.says("functions", "import", "bundle.json", "--replace");
    expect(await other.kept("spots")).toBe(await user.kept("spots"));
  });

  it("refuse what is no bundle, and names that there are not", async () => {
    await user.write("broken.json", "{");
    for (const [args, code] of [[["import", "broken.json"], "INVALID_BUNDLE"], [["import", "nofile.json"], "SOURCE_UNAVAILABLE"], [["export", "nothing"], "NOT_REGISTERED"]] as const) {
      const refused = await user.run(["functions", ...args]);
      expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining(code)]);
    }
  });
});

describe("a stored file that is broken", () => {
  it("harms only itself, is told with its place, and can be put right", async () => {
    const other = await workplace();
    await other.write("sound.ts", brighter("sound"));
    await other.says("functions", "add", "sound.ts");
    const filePath = join(other.home, "openhcs", "custom_functions", "harmed.ts");
    await other.write(filePath, brighter("harmed").replace("image: NdArray,", "img: NdArray,"));
    const { code, stdout, stderr } = await other.run(["list", "--namespace", "openhcs"]);
    expect([code, stdout.toString()]).toEqual([0, expect.stringContaining("openhcs:sound")]);
    expect(stdout.toString()).not.toContain("openhcs:harmed");
    expect(stderr).toMatch(/^warning: .*harmed\.ts.*:8:\d+.*image/m);
    const health = await other.json<{ customFunctions: object }>("doctor");
    expect(health.customFunctions).toMatchObject({ functions: 1, failures: [{ sourceName: "harmed", filePath, line: 8 }] });
    expect(await other.says("functions", "show", "harmed")).toContain("img: NdArray");
    expect(await other.json("functions", "show", "harmed")).toMatchObject({ sourceName: "harmed", code: "VALIDATION", line: 8, filePath, source: expect.stringContaining("img: NdArray") });
    await other.write("harmed.ts", brighter("harmed", 5));
    await other.says("functions", "add", "--update", "harmed.ts");
    expect(await other.kept("harmed")).toBe(brighter("harmed", 5));
  });
});

describe("openhcs functions new and templates", () => {
  it("offer kinds for the installed memory types, each of which can be added and run as it is", async () => {
    const templates = await user.json<{ kind: string; memoryType: string }[]>("functions", "templates");
    expect(templates.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["image", "analysis", "multi-output", "per-channel"]));
    expect(templates.map(({ memoryType }) => memoryType)).toContain("ndarray");
    const names = templates.filter(({ memoryType }) => memoryType === "ndarray").map(({ kind }, at) => ({ kind, name: `template${at}` }));
    for (const { kind, name } of names) expect(await user.says("functions", "new", name, "--kind", kind, "-o", `${name}.ts`)).toBe("");
    expect(await user.says("functions", "add", ...names.map(({ name }) => `${name}.ts`))).toBe(names.map(({ name }) => `openhcs:${name}\n`).join(""));
    for (const { name } of names) expect((await user.run(["run", `openhcs:${name}`, "squares.tif", "-o", `${name}/`])).stderr).toBe("");
  });

  it("print to standard output, and never write over a file", async () => {
    expect((await user.run(["functions", "templates"])).stderr).toContain("openhcs functions new <name> --kind <kind>");
    const code = await user.says("functions", "new", "anotherName");
    expect(code).toContain("anotherName");
    await user.write("mine.ts", "// my work\n");
    const { code: status, stderr } = await user.run(["functions", "new", "-o", "mine.ts"]);
    expect([status, stderr, await user.read("mine.ts")]).toEqual([2, expect.stringContaining("exists already"), "// my work\n"]);
  });

  it("refuse kinds, memory types and names that there are not", async () => {
    for (const [args, code] of [[["--kind", "film"], "USAGE"], [["--memory", "abacus"], "NOT_REGISTERED"], [["class"], "INVALID_STORE_NAME"], [["gaussian", "--kind", "multi-output"], 'the template uses what "openhcs" calls gaussian'], [["9lives"], "INVALID_STORE_NAME"]] as const) {
      expect((await user.run(["functions", "new", ...args])).stderr).toContain(code);
    }
  });
});
