"use strict";
/**
 * Finds and loads the native addon. Never throws: a machine without it is told why, as a value, and works on without it.
 *
 * The local build comes first, so that whoever changes the sources runs them; then the binary that the platform package ships.
 */
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const results = new Map();

function load({ folder = __dirname } = {}) {
  if (!results.has(folder)) results.set(folder, attempt(folder));
  return results.get(folder);
}

function attempt(folder) {
  const built = join(folder, "build", "Release", "openhcs.node");
  const shipped = `@openhcs/native-${process.platform}-${process.arch}`;
  const tried = [];
  let broken;
  for (const [name, find] of [[built, () => existsSync(built) && built], [shipped, () => resolve(shipped, folder)]]) {
    const path = find();
    try {
      if (path) return { addon: require(path) };
      tried.push({ name, error: "not there" });
    } catch (error) {
      tried.push({ name, error: String(error.message).split("\n")[0] });
      broken ??= tried.at(-1);
    }
  }
  const reason = broken === undefined ? `the addon is neither built here nor installed as ${shipped}` : `${broken.name} does not load: ${broken.error}`;
  const remedy = `Install ${shipped}, or build it with a C++17 compiler and CMake (Debian: apt-get install build-essential cmake): npx cmake-js compile -d ${folder}`;
  return { reason, remedy, tried };
}

function resolve(name, folder) {
  try {
    return require.resolve(name, { paths: [folder] });
  } catch {
    return undefined;
  }
}

module.exports = { load };
