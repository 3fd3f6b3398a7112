import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { buildAddon } from "../../tools/bootstrap/addon.mjs";
import { runStep } from "../../tools/bootstrap/child.mjs";

const hasCMake = spawnSync("cmake", ["--version"]).status === 0;

describe.skipIf(!hasCMake)("building the addon (needs cmake)", () => {
  let native: string;
  let binary: string;
  let taken: number;
  let warnings: string[];
  const describeBuild = (cmake: string) => writeFileSync(join(native, "CMakeLists.txt"), `cmake_minimum_required(VERSION 3.18)\n${cmake}\n`);
  const build = () => {
    const take = (...step: Parameters<typeof runStep>) => {
      taken += 1;
      return runStep(...step);
    };
    return buildAddon(take, { native, stamp: join(native, "..", "stamp") });
  };

  beforeEach(() => {
    native = join(mkdtempSync(join(tmpdir(), "openhcs-addon-")), "native");
    binary = join(native, "build", "Release", "fake.node");
    mkdirSync(native);
    writeFileSync(join(native, "package.json"), JSON.stringify({ name: "fake", version: "1.0.0", binary: { napi_versions: [8] } }));
    taken = 0;
    warnings = [];
    vi.spyOn(console, "error").mockImplementation((text: string) => void warnings.push(text));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    rmSync(join(native, ".."), { recursive: true });
  });

  const writing = `project(fake NONE)\nadd_custom_target(fake ALL COMMAND \${CMAKE_COMMAND} -E touch "\${CMAKE_BINARY_DIR}/Release/fake.node")
file(MAKE_DIRECTORY "\${CMAKE_BINARY_DIR}/Release")`;
  const broken = `project(fake NONE)\nmessage(FATAL_ERROR "kernels are out of order")`;

  it("happens once per state of the sources", async () => {
    describeBuild(writing);
    await build();
    await build();
    expect(existsSync(binary)).toBe(true);
    expect(taken).toBe(1);
    writeFileSync(join(native, "kernel.cc"), "");
    await build();
    expect(taken).toBe(2);
  });

  it("warns with the reason when it fails, takes the older binary away, and is tried again", async () => {
    vi.stubEnv("OPENHCS_REQUIRE_NATIVE", "");
    describeBuild(writing);
    await build();
    describeBuild(broken);
    await build();
    expect(warnings.join("\n")).toMatch(/kernels are out of order[^]*apt-get install build-essential cmake[^]*host references serve/);
    expect(existsSync(binary)).toBe(false);
    await build();
    expect(taken).toBe(3);
  });

  it("is the end when it fails and the addon is required", async () => {
    vi.stubEnv("OPENHCS_REQUIRE_NATIVE", "1");
    describeBuild(broken);
    await expect(build()).rejects.toThrow(/kernels are out of order[^]*OPENHCS_REQUIRE_NATIVE is set/);
  });
});
