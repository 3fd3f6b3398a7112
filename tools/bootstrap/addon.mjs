// The native addon: built once per state of its sources. It speaks Node-API 8, so that one build serves every Node.
import { rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { ProgramFailed } from "./child.mjs";
import { digest, once } from "./stamp.mjs";
import { filesUnder, inRoot, root, say, state } from "./workspace.mjs";

const cmakeJs = inRoot("node_modules/cmake-js/bin/cmake-js");
const remedy = "It takes CMake and a C++17 compiler (Debian: apt-get install build-essential cmake).";

const binariesOf = (native) => filesUnder(join(native, "build", "Release")).filter((path) => path.endsWith(".node"));
const isRequired = () => !["", "0", undefined].includes(process.env.OPENHCS_REQUIRE_NATIVE);

/**
 * Build the addon unless it is up to date. A failure is a warning with the compiler's last words, unless OPENHCS_REQUIRE_NATIVE is set.
 * @param take runs a program as a step of the preparation
 */
export async function buildAddon(take, { native = inRoot("native"), stamp = join(state, "addon") } = {}) {
  try {
    await once({ stamp, key: keyOfSources(native), isDone: () => binariesOf(native).length > 0, step: () => compile(native, take) });
  } catch (error) {
    if (!(error instanceof ProgramFailed)) throw error;
    const report = `${error.message} Its last words:\n${lastWords(error.output)}\n${remedy}`;
    if (isRequired()) throw new ProgramFailed(`${report}\nOPENHCS_REQUIRE_NATIVE is set, so this is the end.`);
    say(`${report}\nThe host references serve in its place: same results, slower.`);
  }
}

function keyOfSources(native) {
  const sources = filesUnder(native, ["build", "node_modules"]);
  const tools = ["cmake-js", "node-addon-api"].map((name) => inRoot(`node_modules/${name}/package.json`));
  return digest(root, [...sources, ...tools], [process.platform, process.arch]);
}

async function compile(native, take) {
  say("building the native addon (cmake-js)");
  // An addon of older sources must not serve newer packages, should this build fail.
  for (const path of binariesOf(native)) rmSync(path);
  await take("Building the native addon", process.execPath, [cmakeJs, "compile", "-d", native], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { CMAKE_BUILD_PARALLEL_LEVEL: String(availableParallelism()), ...process.env },
  });
}

/** The end of a compiler's output, without the diary and stack trace of the tool that called it. */
function lastWords(output, lines = 12) {
  return output
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "" && !/^(INFO |\s*at )/.test(line))
    .slice(-lines)
    .map((line) => `    ${line}`)
    .join("\n");
}
