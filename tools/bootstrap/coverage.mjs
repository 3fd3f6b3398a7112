// Line coverage per package, of dist mapped back to src.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { inRoot, root } from "./workspace.mjs";
import { closing, exitCode } from "./tally.mjs";
import { runTests } from "./test-run.mjs";

const requiredPercent = 90;

/**
 * The lines of each package and how many of them ran.
 * @param {Record<string, { lines: { total: number, covered: number } }>} summary istanbul's json-summary, keyed by absolute path
 * @returns {{ name: string, total: number, covered: number, percent: number }[]} by name
 */
export function coverageByPackage(summary, workspace = root) {
  const packages = new Map();
  for (const [path, { lines }] of Object.entries(summary)) {
    const [folder, name] = relative(workspace, path).split(sep);
    if (folder !== "packages") continue;
    const { total, covered } = packages.get(name) ?? { total: 0, covered: 0 };
    packages.set(name, { total: total + lines.total, covered: covered + lines.covered });
  }
  return [...packages]
    .map(([name, { total, covered }]) => ({ name, total, covered, percent: total === 0 ? 100 : (100 * covered) / total }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** What makes vitest measure, and write its reports to a folder. */
export function coverageOptions(folder) {
  const provider = ["--coverage.enabled", "--coverage.provider=custom", `--coverage.customProviderModule=${inRoot("tools/bootstrap/coverage-provider.mjs")}`];
  return [...provider, "--coverage.reporter=json-summary", "--coverage.reporter=html", `--coverage.reportsDirectory=${folder}`];
}

/** Run the tests under coverage, print one row per package, and fail where a package stays below the bar. */
export async function coverage(args) {
  const folder = inRoot("coverage");
  rmSync(folder, { recursive: true, force: true });
  const tally = await runTests([...coverageOptions(folder), ...args]);
  const file = join(folder, "coverage-summary.json");
  const rows = existsSync(file) ? coverageByPackage(JSON.parse(readFileSync(file, "utf8"))) : [];
  const width = Math.max(0, ...rows.map(({ name }) => name.length));
  for (const { name, total, covered, percent } of rows) {
    const verdict = percent < requiredPercent ? `  below ${requiredPercent} %` : "";
    console.log(`${name.padEnd(width)}  ${percent.toFixed(1).padStart(5)} %  ${covered} of ${total} lines${verdict}`);
  }
  console.log(closing(tally));
  const isEnough = rows.length > 0 && rows.every(({ percent }) => percent >= requiredPercent);
  return isEnough ? exitCode(tally) : 1;
}
