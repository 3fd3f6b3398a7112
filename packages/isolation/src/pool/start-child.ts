import type { Channel } from "../child/channel.js";
import { startIpcChild } from "../child/ipc-channel.js";
import { startSocketChild } from "../child/socket-channel.js";
import { startWorkerChild } from "../child/worker-channel.js";
import type { Launcher } from "./launcher.js";

export function startChild({ way, addon, addonFile }: Launcher, memoryBytes: number): Channel {
  if (way === "worker") return startWorkerChild(memoryBytes);
  return addon === undefined || addonFile === undefined ? startIpcChild(memoryBytes) : startSocketChild(addon, addonFile, memoryBytes);
}
