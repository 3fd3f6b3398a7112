import { dirname, join } from "node:path";
import type { GuestSettings } from "../guest/settings.js";
import { places } from "./places.js";

const mib = 2 ** 20;

/** Flags of a Node that runs user code: no file but those of the guest, no code from strings, a limited heap. */
export function startFlags(memoryBytes: number, { coreFolder, libraryFolder, libraryModules = {}, addonFile }: GuestSettings): string[] {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const isStable = major > 23 || (major === 23 && minor >= 5) || (major === 22 && minor >= 13);
  const folders = [places.distFolder, coreFolder, ...(libraryFolder === undefined ? [] : [libraryFolder]), ...Object.values(libraryModules).map((file) => dirname(file))];
  const readable = [...folders.map((folder) => join(folder, "*")), places.manifest, ...(addonFile === undefined ? [] : [addonFile])];
  return [
    isStable ? "--permission" : "--experimental-permission",
    ...readable.map((path) => `--allow-fs-read=${path}`),
    "--allow-addons",
    "--no-warnings",
    "--experimental-vm-modules",
    "--disallow-code-generation-from-strings",
    "--unhandled-rejections=none",
    ...heapFlags(memoryBytes),
  ];
}

/** The heap gets what may be had; array buffers count against the limit from outside. */
function heapFlags(memoryBytes: number): string[] {
  const heapMib = Math.max(32, Math.floor(memoryBytes / mib));
  return [`--max-old-space-size=${heapMib}`, `--max-semi-space-size=${heapMib >= 256 ? 16 : 4}`];
}
