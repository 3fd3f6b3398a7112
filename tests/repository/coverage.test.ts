import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { coverageByPackage, coverageOptions } from "../../tools/bootstrap/coverage.mjs";

const lines = (total: number, covered: number) => ({ lines: { total, covered } });

it("coverage is summed per package over lines, not averaged over files", () => {
  const workspace = join("/", "somewhere");
  const rows = coverageByPackage(
    {
      total: lines(1000, 1),
      [join(workspace, "packages/io/src/png/read.ts")]: lines(90, 81),
      [join(workspace, "packages/io/src/index.ts")]: lines(10, 0),
      [join(workspace, "packages/core/src/index.ts")]: lines(8, 8),
      [join(workspace, "tools/bench/main.mjs")]: lines(50, 0),
    },
    workspace,
  );
  expect(rows).toEqual([
    { name: "core", total: 8, covered: 8, percent: 100 },
    { name: "io", total: 100, covered: 81, percent: 81 },
  ]);
});

it("coverage counts what ran in the processes that a test starts", () => {
  const workspace = mkdtempSync(join(tmpdir(), "openhcs-covered-"));
  try {
    const modules = new URL("../../node_modules", import.meta.url);
    const source = "export function half(part) {\n  if (part === 'here') return 1;\n  return 2;\n}\n";
    mkdirSync(join(workspace, "packages/a/dist"), { recursive: true });
    symlinkSync(modules, join(workspace, "node_modules"));
    writeFileSync(join(workspace, "packages/a/dist/half.mjs"), source);
    writeFileSync(join(workspace, "packages/a/dist/child.mjs"), `import { half } from "./half.mjs";\nhalf("there");\n`);
    writeFileSync(join(workspace, "vitest.config.mjs"), `export default { test: {
      include: ["*.test.mjs"], server: { deps: { external: [/dist/] } }, coverage: { include: ["packages/*/dist/*.mjs"] },
    } };`);
    writeFileSync(join(workspace, "half.test.mjs"), `
      import { execFileSync } from "node:child_process";
      import { it } from "vitest";
      import { half } from "./packages/a/dist/half.mjs";
      it("takes both halves", () => { half("here"); execFileSync(process.execPath, ["packages/a/dist/child.mjs"]); });`);
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST|NODE_V8_COVERAGE)/.test(name)));
    const vitest = [join(modules.pathname, "vitest/vitest.mjs"), "run", ...coverageOptions(join(workspace, "coverage"))];
    spawnSync(process.execPath, vitest, { cwd: workspace, env });
    const summary = JSON.parse(readFileSync(join(workspace, "coverage/coverage-summary.json"), "utf8"));
    // half.mjs: the condition, 1 and 2; child.mjs: the call.
    expect(coverageByPackage(summary, workspace)).toEqual([{ name: "a", total: 3, covered: 3, percent: 100 }]);
  } finally {
    rmSync(workspace, { recursive: true });
  }
});
