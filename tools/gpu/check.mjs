// check.sh [--backend cuda|opencl] [--device …] [--only conformance,golden,bench] [--size n]: holds a backend against the contract, against the golden
// cases and against its peers on this machine, and prints one table. Exits with 1 where something fails.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bench } from "./bench.mjs";
import { conformance } from "./conformance.mjs";

const top = join(import.meta.dirname, "../..");
const { values } = parseArgs({ options: {
  backend: { type: "string", default: "cuda" }, device: { type: "string" }, only: { type: "string", default: "conformance,golden,bench" }, size: { type: "string", default: "4096" },
} });
const { [values.backend]: factory } = await import(`@openhcs/backend-${values.backend}`);
const make = () => factory(values.device === undefined ? {} : { device: values.device });
const stages = values.only.split(",");

const verdict = await make().probe();
if (verdict === true || !("devices" in verdict)) {
  console.error(`${values.backend} is not available: ${verdict.reason ?? "no devices"}`);
  process.exit(1);
}
const state = existsSync(join(top, "state.json")) ? JSON.parse(readFileSync(join(top, "state.json"), "utf8")) : {};
const [{ name, driver }] = verdict.devices;
const rows = [["device", name], ["driver", driver], ["Node", process.version], ...Object.entries(state)];
let failed = false;

if (stages.includes("conformance")) {
  const { passed, failures, skipped } = await conformance(make);
  for (const { name: what, error } of failures) console.error(`FAILED ${what}: ${error}`);
  rows.push(["conformance", `${passed} passed, ${failures.length} failed, ${skipped} skipped`]);
  failed ||= failures.length > 0;
}
if (stages.includes("golden")) {
  const dir = join(top, "golden");
  if (existsSync(dir)) {
    const { stdout, status } = spawnSync(process.execPath, [join(top, "tools/golden/main.mjs"), "--dir", dir, "--on", values.backend], { encoding: "utf8", maxBuffer: 2 ** 26 });
    const lines = stdout.trim().split("\n");
    for (const line of lines.filter((each) => each.startsWith("FAILED"))) console.error(line);
    rows.push(["golden", lines.at(-1)]);
    failed ||= status !== 0;
  } else rows.push(["golden", "skipped: there is no folder of golden cases beside this script"]);
}
if (stages.includes("bench")) for (const figure of await bench(make, values.backend, Number(values.size))) rows.push(figure);

console.log(["| what | result |", "|---|---|", ...rows.map(([what, result]) => `| ${what} | ${result} |`)].join("\n"));
process.exitCode = failed ? 1 : 0;
