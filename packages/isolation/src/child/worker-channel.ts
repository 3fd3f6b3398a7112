import { Worker } from "node:worker_threads";
import type { GuestSettings } from "../guest/settings.js";
import { packOwnFrame } from "../wire/frame.js";
import type { Channel } from "./channel.js";
import { places } from "./places.js";

/** A worker thread, for code that is trusted: it shares this process, and can bring it down. */
export function startWorkerChild(memoryBytes: number): Channel {
  const settings: GuestSettings = { coreFolder: places.coreFolder, parentId: process.pid };
  const worker = new Worker(places.guest("worker"), {
    workerData: settings,
    env: {},
    execArgv: ["--experimental-vm-modules", "--no-warnings"],
    resourceLimits: { maxOldGenerationSizeMb: Math.max(32, Math.floor(memoryBytes / 2 ** 20)) },
    stdout: true,
    stderr: true,
  });
  let failure: Error | undefined;
  const channel: Channel = {
    pid: undefined,
    passesSegments: false,
    onFrame: () => {},
    onEnd: () => {},
    send: (text, attachments) => worker.postMessage(packOwnFrame({ text, attachments })),
    drained: () => undefined,
    confine: () => {},
    allow: () => {},
    hold: (holds) => (holds ? worker.ref() : worker.unref()),
    kill: () => { void worker.terminate(); },
  };
  worker.on("message", (frame: Uint8Array) => channel.onFrame(frame));
  worker.on("error", (error) => { failure = error; });
  worker.once("exit", (exitCode) => channel.onEnd({
    exitCode, said: failure?.message ?? "", outOfMemory: (failure as NodeJS.ErrnoException | undefined)?.code === "ERR_WORKER_OUT_OF_MEMORY",
  }));
  return channel;
}
