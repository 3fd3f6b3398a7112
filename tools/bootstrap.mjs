// The first thing that runs on a fresh clone, before anything is installed: Node's own modules only.
import { forwardSignals, Interrupted, ProgramFailed, run } from "./bootstrap/child.mjs";
import { coverage } from "./bootstrap/coverage.mjs";
import { prepare } from "./bootstrap/prepare.mjs";
import { closing, exitCode, failure } from "./bootstrap/tally.mjs";
import { runTests } from "./bootstrap/test-run.mjs";
import { inRoot } from "./bootstrap/workspace.mjs";

const usage = "usage: node tools/bootstrap.mjs start|test|build|coverage|golden|bench [arguments]";

/** Each command takes the arguments after its name and returns how the process ends: `{ code, signal? }`. */
const commands = {
  start: (args) => prepareAndRun("packages/openhcs/dist/start/main.js", args),
  golden: (args) => prepareAndRun("tools/golden/main.mjs", args),
  bench: (args) => prepareAndRun("tools/bench/main.mjs", args),
  build: async () => {
    await prepare();
    return { code: 0 };
  },
  test: async (args) => {
    const tally = await preparedTally(() => runTests(args));
    console.log(closing(tally));
    return { code: exitCode(tally) };
  },
  coverage: async (args) => {
    await prepare();
    return { code: await coverage(args) };
  },
};

async function prepareAndRun(script, args) {
  await prepare();
  return run(process.execPath, [inRoot(script), ...args]);
}

/** A workspace that cannot be prepared is a failed test run, and closes like one. */
async function preparedTally(tests) {
  try {
    await prepare();
  } catch (error) {
    if (!(error instanceof ProgramFailed)) throw error;
    console.error(error.message);
    return failure(error.message);
  }
  return tests();
}

function endBy(signal) {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

async function main([name, ...args]) {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) throw new ProgramFailed(`OpenHCS needs Node 20.19 or later; this is ${process.version}.`);
  const command = Object.hasOwn(commands, name ?? "") ? commands[name] : undefined;
  if (command === undefined) {
    console.error(usage);
    return { code: 2 };
  }
  forwardSignals();
  return command(args[0] === "--" ? args.slice(1) : args);
}

try {
  const { code, signal } = await main(process.argv.slice(2));
  if (signal) endBy(signal);
  else process.exitCode = code;
} catch (error) {
  if (error instanceof Interrupted) endBy(error.signal);
  else {
    console.error(error instanceof ProgramFailed ? error.message : error);
    process.exitCode = 1;
  }
}
