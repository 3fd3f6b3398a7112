// sum.mjs <folder>: add up the stages of a CI run, of which each left `<name>.log` and `<name>.status`, and close with the sum.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const closing = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/;

/**
 * What a stage came to: the closing line of its log. A stage that ended badly without a counted failure is one itself.
 * @param {{ log: string, status: number }} stage
 */
export function stageCounts({ log, status }) {
  const line = log.split("\n").findLast((text) => closing.test(text)) ?? "0 passed, 0 failed";
  const [passed, counted, skipped] = closing.exec(line).slice(1).map((count) => Number(count ?? 0));
  return { passed, failed: status === 0 ? counted : Math.max(1, counted), skipped };
}

function main(folder) {
  const stages = readdirSync(folder).filter((name) => name.endsWith(".status")).map((name) => name.slice(0, -".status".length));
  const total = { passed: 0, failed: 0, skipped: 0 };
  console.log("\n=== sum ===");
  for (const name of stages) {
    const [log, status] = ["log", "status"].map((kind) => readFileSync(join(folder, `${name}.${kind}`), "utf8"));
    const counts = stageCounts({ log, status: Number(status) });
    for (const key of Object.keys(total)) total[key] += counts[key];
    console.log(`${name}: ${counts.failed > 0 ? "failed" : "ok"}`);
  }
  if (total.passed === 0) total.failed = Math.max(1, total.failed);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed > 0 ? 1 : 0;
}

if (import.meta.filename === process.argv[1]) process.exitCode = main(process.argv[2]);
