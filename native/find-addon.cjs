"use strict";
/**
 * Finds and loads a binary of this package. Never throws: a machine without it is told why, as a value, and works on without it.
 *
 * The local build comes first, so that whoever changes the sources runs them; then the binary that the platform package ships. Whoever
 * gets that one because the local build is broken is warned.
 */
const { existsSync } = require("node:fs");
const { join } = require("node:path");

/** What loads `binary` of a folder, or says why it cannot; once for each folder. */
function loaderOf(binary) {
  const results = new Map();
  return ({ folder = __dirname } = {}) => {
    if (!results.has(folder)) results.set(folder, attempt(binary, folder));
    return results.get(folder);
  };
}

/** What tells the file of `binary` that a folder has, without loading it. */
function finderOf(binary) {
  return ({ folder = __dirname } = {}) => placesOf(binary, folder).map(({ find }) => find()).find((path) => path);
}

const shippedIn = `@openhcs/native-${process.platform}-${process.arch}`;

/** The first is the local build. */
function placesOf({ file, shippedAs }, folder) {
  const built = join(folder, "build", "Release", file);
  const shipped = shippedIn + shippedAs;
  return [{ name: built, find: () => (existsSync(built) ? built : undefined) }, { name: shipped, find: () => resolve(shipped, folder) }];
}

function attempt(binary, folder) {
  const tried = [];
  let broken;
  for (const { name, find } of placesOf(binary, folder)) {
    const path = find();
    try {
      if (path) {
        const addon = require(path);
        if (broken) process.emitWarning(`${broken.name} does not load: ${broken.error}\n${path} is used instead of it.`);
        return { addon, path };
      }
      tried.push({ name, error: "not there" });
    } catch (error) {
      tried.push({ name, error: String(error.message).split("\n")[0] });
      broken ??= tried.at(-1);
    }
  }
  const reason = broken === undefined ? `the addon is neither built here nor installed as ${shippedIn + binary.shippedAs}` : `${broken.name} does not load: ${broken.error}`;
  const remedy = `Install ${shippedIn}, or build it with a C++17 compiler and CMake (Debian: apt-get install build-essential cmake): npx cmake-js compile -d ${folder}`;
  return { reason, remedy, tried };
}

function resolve(name, folder) {
  try {
    return require.resolve(name, { paths: [folder] });
  } catch {
    return undefined;
  }
}

module.exports = { finderOf, loaderOf };
