import { messageOf } from "@openhcs/core";
import type { Channel } from "../child/channel.js";
import type { GuestSettings } from "../guest/settings.js";
import { places } from "../child/places.js";
import { startIpcChild } from "../child/ipc-channel.js";
import { startSocketChild } from "../child/socket-channel.js";
import { startWorkerChild } from "../child/worker-channel.js";
import { IsolationUnavailableError } from "../isolation-errors.js";
import type { Launcher } from "./launcher.js";

/** Starts a child. @throws IsolationUnavailableError where the system gives it no process, thread or connection */
export function startChild(launcher: Launcher, memoryBytes: number): Channel {
  try {
    return channelTo(launcher, memoryBytes);
  } catch (error) {
    throw new IsolationUnavailableError(`a child process did not start: ${messageOf(error)}.`, undefined, { cause: error });
  }
}

function channelTo({ way, addon, addonFile, libraryFolder, libraryModules }: Launcher, memoryBytes: number): Channel {
  if (way === "worker") return startWorkerChild(memoryBytes);
  const settings: GuestSettings = {
    coreFolder: places.coreFolder, parentId: process.pid,
    ...(libraryFolder === undefined ? {} : { libraryFolder }), ...(libraryModules === undefined ? {} : { libraryModules }), ...(addonFile === undefined ? {} : { addonFile }),
  };
  return addon === undefined ? startIpcChild(settings, memoryBytes) : startSocketChild(addon, settings, memoryBytes);
}
