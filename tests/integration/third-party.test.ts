import { cpSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { RegistryUnreachable, Workplace } from "./third-party-workplace.js";

interface Doctor {
  readonly backends: readonly { readonly name: string; readonly version?: string; readonly devices?: readonly { readonly name: string }[] }[];
}

/** What the host application writes. */
const said = {
  unavailable: [{ backend: "broken-toy", reason: "the toy heap has no capacity" }],
  kernel: "toy:invert",
  misspelt: "UNKNOWN_PARAMETER",
  inverted: [[255, 254], [253, 0]],
  smoothOnToy: 7,
  heldBytes: 0,
  code: "DISPOSED",
};

describe("a third party's backend and a host, on our packed packages", () => {
  const workplace = new Workplace();
  let toy = "";
  let host = "";
  let unreachable: string | undefined;

  beforeAll(async () => {
    await workplace.packOurs();
    toy = workplace.copy("toy-backend");
    host = workplace.copy("host-app");
    try {
      await workplace.install(toy);
      await workplace.compile(toy);
      await workplace.pack(toy);
      await workplace.install(host);
    } catch (error) {
      if (!(error instanceof RegistryUnreachable)) throw error;
      unreachable = error.message;
    }
  }, 300_000);

  afterAll(() => workplace.remove());

  beforeEach((context) => {
    if (unreachable !== undefined) context.skip(unreachable);
  });

  it("has one copy of the core, the packed one", () => {
    const installed = readdirSync(join(host, "node_modules"), { recursive: true, encoding: "utf8" });
    expect(installed.filter((path) => path.endsWith(join("@openhcs", "core", "package.json")))).toEqual([join("@openhcs", "core", "package.json")]);
    expect(realpathSync(join(host, "node_modules/@openhcs/core")).startsWith(host)).toBe(true);
  });

  it("passes the conformance suite under node:test", async () => {
    const { stdout } = await workplace.run(toy, "--test", "--test-reporter=tap", "dist/toy.test.js");
    const count = (what: string) => Number(new RegExp(`^# ${what} (\\d+)$`, "m").exec(stdout)?.[1]);
    expect(count("fail")).toBe(0);
    expect(count("pass")).toBeGreaterThan(40);
    expect(stdout).toContain("toy: gaussian on toy: agrees with the reference");
    const skipped = [...stdout.matchAll(/^\s*ok \d+ - (.*) # SKIP ?(.*)$/gm)];
    expect(skipped.filter(([, , reason]) => reason === "")).toEqual([]);
  }, 300_000);

  it("compiles and runs in a host that chose it", async () => {
    await workplace.compile(host);
    const { stdout } = await workplace.run(host, "dist/main.js");
    expect(JSON.parse(stdout)).toEqual(said);
  });

  it("works with a core of its own beside the host's", async () => {
    const second = join(host, "node_modules/openhcs-backend-toy/node_modules/@openhcs/core");
    cpSync(join(host, "node_modules/@openhcs/core"), second, { recursive: true });
    try {
      const { stdout } = await workplace.run(host, "dist/main.js");
      expect(JSON.parse(stdout)).toEqual(said);
    } finally {
      rmSync(second, { recursive: true });
    }
  });

  it("shows up in the doctor's report without an edit of ours", async () => {
    const { bin } = JSON.parse(readFileSync(join(host, "node_modules/openhcs/package.json"), "utf8")) as { bin: { openhcs: string } };
    const { stdout } = await workplace.run(host, join(host, "node_modules/openhcs", bin.openhcs), "doctor", "--json");
    const found = (JSON.parse(stdout) as Doctor).backends.find(({ name }) => name === "toy");
    expect(found).toMatchObject({ version: "1.2.0", devices: [{ name: "toy heap" }] });
  });
});

describe("the toy backend", () => {
  const folder = new URL("../fixtures/toy-backend/", import.meta.url);

  it("is at most 300 lines, its tests included", () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/node_modules|dist/.test(entry.parentPath))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
    expect(files.join("").split("\n").length - 1).toBeLessThanOrEqual(300);
  });
});
