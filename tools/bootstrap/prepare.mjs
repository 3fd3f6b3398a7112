// From a clone to something that runs: dependencies, compiled packages, native addon. What is up to date is not repeated.
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { buildAddon } from "./addon.mjs";
import { runStep, stopSignal } from "./child.mjs";
import { withLock } from "./lock.mjs";
import { removeOrphans } from "./outputs.mjs";
import { digest, once } from "./stamp.mjs";
import { inRoot, packageFolders, root, say, state } from "./workspace.mjs";

/** Install, compile and build whatever is not up to date, one process at a time. */
export async function prepare() {
  const onWait = (pid) => say(`waiting for process ${pid}, which prepares this folder`);
  await withLock(join(state, "lock"), prepareAlone, { onWait, signal: stopSignal });
}

async function prepareAlone(keep) {
  const take = (name, program, args, options) => runStep(name, program, args, { ...options, onStart: keep });
  await install(take);
  removeOrphans(root);
  await take("Compiling the packages (tsc -b)", process.execPath, [inRoot("node_modules/typescript/bin/tsc"), "-b"]);
  await buildAddon(take);
}

async function install(take) {
  const manifests = [root, ...packageFolders(), inRoot("native")].map((folder) => join(folder, "package.json"));
  const files = [inRoot("package-lock.json"), ...manifests].filter((path) => existsSync(path));
  await once({
    stamp: join(state, "install"),
    key: digest(root, files, [process.platform, process.arch]),
    isDone: () => existsSync(inRoot("node_modules/.package-lock.json")),
    step: async () => {
      say("installing dependencies (npm ci)");
      const { program, args, shell } = npm();
      // Compilers and bundlers are optional platform packages: neither a production setting nor omit=optional may drop them.
      const what = ["ci", "--ignore-scripts", "--include=dev", "--include=optional", "--no-audit", "--no-fund"];
      await take("Installing the dependencies (npm ci)", program, [...args, ...what], { shell });
    },
  });
}

/** The npm that runs us, otherwise the one on the path. */
function npm() {
  const running = process.env.npm_execpath;
  if (running && /^npm-cli\.c?js$/.test(basename(running))) return { program: process.execPath, args: [running], shell: false };
  return { program: "npm", args: [], shell: process.platform === "win32" };
}
