// Every test suite of the repository, vitest's and node:test's, one after the other, and their sum.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { run, stopSignal } from "./child.mjs";
import { failure, sum } from "./tally.mjs";
import { filesUnder, inRoot, root } from "./workspace.mjs";

const reporter = (name) => inRoot(`tools/bootstrap/${name}`);

/**
 * Run the suites; `args` go to vitest. Paths among them choose files of both kinds, as substrings.
 * @returns {Promise<import("./tally.mjs").Tally>}
 */
export async function runTests(args = [], { workspace = root, results = inRoot(".results") } = {}) {
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  const tally = sum([await runVitest(args, workspace, results), ...(await runNodeTests(args, workspace, results))]);
  reportSkipped(tally, args);
  return tally;
}

async function runVitest(args, workspace, results) {
  const file = join(results, "vitest.json");
  const vitest = inRoot("node_modules/vitest/vitest.mjs");
  const options = ["run", "--passWithNoTests", "--reporter=default", `--reporter=${reporter("vitest-tally.mjs")}`];
  const end = await run(process.execPath, [vitest, ...options, ...args], { cwd: workspace, env: { ...process.env, OPENHCS_TALLY: file } });
  return tallyOf("vitest", file, end);
}

async function runNodeTests(args, workspace, results) {
  const files = nodeTestFiles(workspace, args);
  if (files.length === 0) return [];
  const file = join(results, "node-test.json");
  const shown = ["--test-reporter=spec", "--test-reporter-destination=stdout"];
  const counted = [`--test-reporter=${pathToFileURL(reporter("node-test-tally.mjs"))}`, `--test-reporter-destination=${file}`];
  const end = await run(process.execPath, ["--test", ...shown, ...counted, ...files], { cwd: workspace });
  return [tallyOf("node:test", file, end)];
}

/** The node:test files below tests/ that the arguments choose: all, unless some argument is no option. */
export function nodeTestFiles(workspace, args) {
  const chosen = args.filter((argument) => !argument.startsWith("-"));
  const isChosen = (path) => (chosen.length === 0 ? args.length === 0 : chosen.some((part) => path.includes(part)));
  return filesUnder(join(workspace, "tests"), ["node_modules"])
    .map((path) => relative(workspace, path))
    .filter((path) => path.endsWith(".node-test.mjs") && isChosen(path.split(sep).join("/")));
}

/** What a suite wrote; one failure where it wrote nothing, or ended badly although it knew of no failure. */
function tallyOf(suite, file, { code, signal }) {
  stopSignal.throwIfAborted();
  const ending = `${suite} ended with ${signal ?? `exit code ${code}`}`;
  if (!existsSync(file)) return failure(`${ending} and no result`);
  const tally = JSON.parse(readFileSync(file, "utf8"));
  return code === 0 || tally.failures.length > 0 ? tally : sum([tally, failure(`${ending} without a failed test`)]);
}

function reportSkipped({ skipped }, args) {
  console.log();
  // Under a filter vitest calls every other test skipped.
  if (args.length === 0) for (const { name, reason } of skipped) console.log(`skipped: ${name}: ${reason || "no reason given"}`);
}
