import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));

interface Diagnostic {
  readonly code: string;
  readonly help?: string;
  readonly filename: string;
}

const direction = "eslint(no-restricted-imports)";

/** Source by file, and the rule that reports it. */
const forbidden: readonly (readonly [why: string, file: string, source: string, rule: string])[] = [
  ["core imports functions", "packages/core/src/a1.ts", `import "@openhcs/functions";`, direction],
  ["core imports openhcs", "packages/core/src/a2.ts", `import "openhcs";`, direction],
  ["core imports a backend's type", "packages/core/src/a3.ts", `export type { A } from "@openhcs/backend-cpu";`, direction],
  ["core imports a package by path", "packages/core/src/a4.ts", `import "../../io/src/index.js";`, direction],
  ["core imports a package when called", "packages/core/src/a5.ts", `export const f = () => import("@openhcs/io");`, direction],
  ["core imports a node: module", "packages/core/src/a6.ts", `import "node:fs";`, "import(no-nodejs-modules)"],
  ["core imports a Node module by its old name", "packages/core/src/deep/a7.ts", `import "fs";`, "import(no-nodejs-modules)"],
  ["core writes to the console", "packages/core/src/a8.ts", `console.log(1);`, "eslint(no-console)"],
  ["functions import io", "packages/functions/src/b1.ts", `import "@openhcs/io";`, direction],
  ["functions import a part of io", "packages/functions/src/b6.ts", `import "@openhcs/io/png";`, direction],
  ["functions import openhcs", "packages/functions/src/b2.ts", `import "openhcs/node";`, direction],
  ["functions import the addon", "packages/functions/src/b3.ts", `import "@openhcs/native";`, direction],
  ["functions import a node: module", "packages/functions/src/b4.ts", `import "node:path";`, "import(no-nodejs-modules)"],
  ["functions import core's sources", "packages/functions/src/filter/b5.ts", `import "../../../core/src/index.js";`, direction],
  ["a backend imports another", "packages/backend-cpu/src/c1.ts", `import "@openhcs/backend-opencl";`, direction],
  ["a backend without native code imports another", "packages/backend-webgpu/src/c2.ts", `import "@openhcs/backend-cpu";`, direction],
  ["a backend without native code imports the addon", "packages/backend-webgpu/src/c3.ts", `import "@openhcs/native";`, direction],
  ["a native backend imports openhcs", "packages/backend-cuda/src/c4.ts", `import "openhcs";`, direction],
  ["a backend imports another's output by path", "packages/backend-cuda/src/c5.ts", `import "../../backend-cpu/dist/index.js";`, direction],
  ["a plugin imports openhcs", "packages/io/src/d1.ts", `import "openhcs";`, direction],
  ["a plugin imports the server", "packages/templates/src/d2.ts", `import "@openhcs/server";`, direction],
  ["a plugin imports the studio", "packages/templates/src/d3.ts", `import "@openhcs/studio";`, direction],
  ["a plugin imports a backend", "packages/conformance/src/d4.ts", `import "@openhcs/backend-cpu";`, direction],
  ["an adapter imports openhcs", "packages/adapter-image-js/src/d6.ts", `import "openhcs";`, direction],
  ["a plugin imports an adapter", "packages/io/src/d7.ts", `import "@openhcs/adapter-image-js";`, direction],
  ["a plugin imports the addon", "packages/io/src/d5.ts", `import "@openhcs/native";`, direction],
  ["openhcs imports the addon", "packages/openhcs/src/e1.ts", `import "@openhcs/native";`, direction],
  ["openhcs imports a package by path", "packages/openhcs/src/e2.ts", `import "../../core/src/index.js";`, direction],
  ["a package's test imports its sources", "packages/io/test/f1.test.ts", `import "../src/index.js";`, direction],
  ["a test imports a package's sources", "tests/integration/f2.test.ts", `import "../../packages/core/src/index.js";`, direction],
  ["files import each other's values", "packages/io/src/g1.ts", `import { b } from "./g2.js"; export const a = () => b;`, "import(no-cycle)"],
];

const allowed: readonly (readonly [why: string, file: string, source: string])[] = [
  ["functions import core", "packages/functions/src/h1.ts", `import "@openhcs/core"; import "@openhcs/core/array";`],
  ["a native backend imports core, functions and the addon", "packages/backend-cpu/src/h2.ts", `import "@openhcs/core"; import "@openhcs/functions"; import "@openhcs/native";`],
  ["isolation imports the addon", "packages/isolation/src/h3.ts", `import "@openhcs/native";`],
  ["a plugin imports another plugin and Node", "packages/custom-functions/src/h4.ts", `import "@openhcs/validator"; import "node:fs";`],
  ["openhcs imports a backend", "packages/openhcs/src/h5.ts", `import "@openhcs/backend-cpu";`],
  ["the server imports openhcs", "packages/server/src/h6.ts", `import "openhcs";`],
  ["a file imports from its package's other folders", "packages/core/src/plan/h7.ts", `import "../h8.js"; import "../transfer/h9.js";`],
  ["a test imports what it likes by name", "packages/io/test/h10.test.ts", `import "@openhcs/core"; import "openhcs"; import "node:fs";`],
  ["files import each other's types", "packages/io/src/i1.ts", `import type { B } from "./i2.js"; export type A = B;`],
];

describe("lint", () => {
  let workspace: string;
  let diagnostics: readonly Diagnostic[];
  const reported = (file: string) => diagnostics.filter(({ filename }) => filename === file).map(({ code }) => code);

  beforeAll(() => {
    workspace = mkdtempSync(join(tmpdir(), "openhcs-lint-"));
    copyFileSync(join(root, ".oxlintrc.json"), join(workspace, ".oxlintrc.json"));
    const others = [
      ["", "packages/io/src/g2.ts", `import { a } from "./g1.js"; export const b = () => a;`],
      ["", "packages/io/src/i2.ts", `import type { A } from "./i1.js"; export type B = A | number;`],
    ] as const;
    for (const [, file, source] of [...forbidden, ...allowed, ...others]) {
      mkdirSync(dirname(join(workspace, file)), { recursive: true });
      writeFileSync(join(workspace, file), `${source}\n`);
    }
    const { stdout } = spawnSync(process.execPath, [join(root, "node_modules/oxlint/bin/oxlint"), "--format=json"], { cwd: workspace, encoding: "utf8" });
    diagnostics = (JSON.parse(stdout) as { readonly diagnostics: readonly Diagnostic[] }).diagnostics;
  });
  afterAll(() => rmSync(workspace, { recursive: true }));

  it.each(forbidden)("reports that %s", (_why, file, _source, rule) => {
    expect(reported(file)).toContain(rule);
  });

  it.each(allowed)("accepts that %s", (_why, file) => {
    expect(reported(file)).toEqual([]);
  });
});
