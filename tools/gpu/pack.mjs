// node tools/gpu/pack.mjs <archive.tar.xz> [--node <binary>] [--golden <folder>]: packs what a machine with a GPU needs to check this state of the
// repository without a network: Node, the built packages with what they depend on, the addons, the golden cases and the checks. There: tar -xf, then
// ./check.sh --backend cuda.
import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

const root = join(import.meta.dirname, "../..");
const nodeVersion = "24.21.0";
const entries = ["openhcs", "@openhcs/backend-opencl", "@openhcs/backend-cuda", "@openhcs/conformance"];

function main() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { node: { type: "string" }, golden: { type: "string" } } });
  const [archive] = positionals;
  if (archive === undefined) throw new Error("usage: node tools/gpu/pack.mjs <archive.tar.xz> [--node <binary>] [--golden <folder>]");
  const staging = mkdtempSync(join(tmpdir(), "openhcs-gpu-"));
  try {
    stage(staging, values);
    execFileSync("tar", ["-C", staging, "-cJf", resolve(archive), "."], { stdio: "inherit", env: { ...process.env, XZ_OPT: "-6 -T0" } });
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  console.log(`packed ${resolve(archive)}`);
}

function stage(staging, { node, golden }) {
  for (const name of withDependencies(entries)) stagePackage(name, staging);
  for (const folder of ["gpu", "golden", "bench"]) cpSync(join(root, "tools", folder), join(staging, "tools", folder), { recursive: true });
  if (golden !== undefined) cpSync(golden, join(staging, "golden"), { recursive: true });
  copyFileSync(node ?? fetchNode(staging), join(staging, "node"));
  chmodSync(join(staging, "node"), 0o755);
  writeFileSync(join(staging, "check.sh"), '#!/bin/sh\ncd "$(dirname "$0")" && exec ./node tools/gpu/check.mjs "$@"\n', { mode: 0o755 });
  writeFileSync(join(staging, "state.json"), JSON.stringify({ commit: commit(), packed: new Date().toISOString() }));
}

function withDependencies(names) {
  const found = new Set();
  const add = (name) => {
    if (found.has(name) || !existsSync(folderOf(name))) return; // Optional packages of other platforms are not there.
    found.add(name);
    const { dependencies = {}, optionalDependencies = {} } = JSON.parse(readFileSync(join(folderOf(name), "package.json"), "utf8"));
    for (const each of Object.keys({ ...dependencies, ...optionalDependencies })) add(each);
  };
  for (const name of names) add(name);
  return found;
}

function folderOf(name) {
  return join(root, "node_modules", name);
}

/** What is published of a package of ours, and the whole of another. */
function stagePackage(name, staging) {
  const from = realpathSync(folderOf(name));
  const to = join(staging, "node_modules", name);
  mkdirSync(to, { recursive: true });
  const { files = readdirSync(from) } = JSON.parse(readFileSync(join(from, "package.json"), "utf8"));
  const isOurs = !from.includes("node_modules");
  const kept = isOurs ? [...files.filter((file) => !["addon", "common", "cpu", "device", "opencl", "cuda", "isolation"].includes(file) || name !== "@openhcs/native"), "package.json", "bin"] : readdirSync(from);
  for (const file of kept) if (existsSync(join(from, file))) cpSync(join(from, file), join(to, file), { recursive: true, dereference: true, filter: (path) => !path.endsWith(".map") });
  if (name === "@openhcs/native") {
    const built = join(from, "build", "Release");
    for (const file of readdirSync(built).filter((each) => each.endsWith(".node"))) cpSync(join(built, file), join(to, "build", "Release", file));
  }
}

function fetchNode(staging) {
  const folder = join(staging, ".node");
  mkdirSync(folder);
  const bin = execFileSync("bash", [join(root, "tools/ci/fetch-node.sh"), nodeVersion, folder], { encoding: "utf8" }).trim().split("\n").at(-1);
  const binary = join(tmpdir(), `openhcs-node-${nodeVersion}`);
  copyFileSync(join(bin, "node"), binary);
  rmSync(folder, { recursive: true });
  return binary;
}

function commit() {
  return execFileSync("git", ["-C", root, "rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
}

main();
