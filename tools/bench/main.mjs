// npm run bench -- [name …] [--json]: runs the benchmarks of ./benches and holds each figure against its bar; exits with 1 where one is missed.
import { readdirSync } from "node:fs";
import { arch, cpus } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

const folder = join(import.meta.dirname, "benches");
const names = readdirSync(folder).filter((file) => file.endsWith(".mjs")).map((file) => basename(file, ".mjs"));
const args = process.argv.slice(2);
const json = args.includes("--json");
const wanted = args.filter((arg) => arg !== "--json");
const unknown = wanted.find((name) => !names.includes(name));
if (unknown !== undefined) {
  console.error(`no benchmark "${unknown}"; there are ${names.join(", ")}.`);
  process.exit(2);
}

const results = [];
for (const name of wanted.length > 0 ? wanted : names) {
  const { describe, run } = await import(pathToFileURL(join(folder, `${name}.mjs`)).href);
  if (!json) console.log(`\n${name}: ${describe}`);
  for (const figure of await run()) {
    results.push({ bench: name, ...figure });
    if (!json) console.log(`  ${format(figure)}`);
  }
}
const machine = { node: process.version, cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, arch: arch() };
if (json) console.log(JSON.stringify({ machine, results }, null, 2));
else console.log(`\n${machine.cpu}, ${machine.cores} cores, Node ${machine.node}`);
process.exitCode = results.some(isMissed) ? 1 : 0;

/** A figure is `{ what, median, min, max, unit, bar? }`, or `{ what, skipped }`. */
function format(figure) {
  const { what, median, min, max, unit, bar, skipped } = figure;
  if (skipped !== undefined) return `${what}: skipped, ${skipped}`;
  const verdict = bar === undefined ? "" : `, bar ${bar} ${unit}: ${isMissed(figure) ? "MISSED" : "held"}`;
  return `${what}: ${digits(median)} ${unit} (${digits(min)} to ${digits(max)})${verdict}`;
}

/** A figure that is no number misses its bar too. */
function isMissed({ median, bar }) {
  return bar !== undefined && !(median <= bar);
}

function digits(value) {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
