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
  const build = join(folder, "build", "Release", "openhcs.node");
  const shipped = `@openhcs/native-${process.platform}-${process.arch}`;
  const tried = [];
  for (const candidate of [() => build, () => require.resolve(shipped, { paths: [folder] })]) {
    const name = tried.length === 0 ? build : shipped;
    try {
      const path = candidate();
      if (path === build && !existsSync(path)) throw new Error("not built");
      return { addon: require(path) };
    } catch (error) {
      tried.push({ name, error: String(error.message).split("\n")[0] });
    }
  }
  const broken = tried.find(({ name, error }) => error !== "not built" && !error.includes(`Cannot find module '${shipped}'`) && name !== undefined);
  const reason = broken === undefined
    ? `the addon is neither built here nor installed as ${shipped}`
    : `${broken.name} does not load: ${broken.error}`;
  const remedy = `Install ${shipped}, or build it with a C++17 compiler and CMake (Debian: apt-get install g++ cmake): cmake-js compile -d ${folder}`;
  return { reason, remedy, tried };
}

module.exports = { load };
