import { join } from "node:path";
import { expect, it } from "vitest";
import { coverageByPackage } from "../../tools/bootstrap/coverage.mjs";

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
