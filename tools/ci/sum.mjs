// sum.mjs <folder>: add up the stages of a CI run, of which each left `<name>.log` and `<name>.status`, tell again what failed, and close with the sum.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

const closing = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/;
const failure = /^(failed: | {4})/;
/** How much is told of the end of a stage that names no failure. */
const lastLines = 20;

/**
 * What a stage came to: the closing line of its log. A stage that ended badly without a counted failure is one itself.
 * What failed stands right before that line, or is what a stage without failures said last.
 * @param {{ log: string, status: number }} stage
 */
export function stageEnd({ log, status }) {
  const lines = stripVTControlCharacters(log).split("\n");
  const end = lines.findLastIndex((text) => closing.test(text));
  const [passed, counted, skipped] = end < 0 ? [0, 0, 0] : closing.exec(lines[end]).slice(1).map((count) => Number(count ?? 0));
  const failed = status === 0 ? counted : Math.max(1, counted);
  const begin = lines.findLastIndex((text, at) => at < end && !failure.test(text)) + 1;
  const named = lines.slice(begin, Math.max(begin, end));
  const said = lines.filter((text) => text.trim() !== "").slice(-lastLines);
  return { passed, failed, skipped, failures: failed === 0 ? [] : named.length > 0 ? named : said };
}

function main(folder) {
  const stages = readdirSync(folder).filter((name) => name.endsWith(".status")).map((name) => name.slice(0, -".status".length));
  const total = { passed: 0, failed: 0, skipped: 0 };
  console.log("\n=== sum ===");
  for (const name of stages) {
    const [log, status] = ["log", "status"].map((kind) => readFileSync(join(folder, `${name}.${kind}`), "utf8"));
    const end = stageEnd({ log, status: Number(status) });
    for (const key of Object.keys(total)) total[key] += end[key];
    console.log(`${name}: ${end.failed > 0 ? "failed" : "ok"}`);
    for (const line of end.failures) console.log(`  ${line}`);
  }
  if (total.passed === 0) total.failed = Math.max(1, total.failed);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed > 0 ? 1 : 0;
}

if (import.meta.filename === process.argv[1]) process.exitCode = main(process.argv[2]);
