// The same in a worker thread, for code that is trusted: a heap and a time limit, and nothing more.
import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import { packOwnFrame, unpackFrame } from "../wire/frame.js";
import { serveGuest } from "./serve-guest.js";
import type { GuestSettings } from "./settings.js";

const port = parentPort as MessagePort;
await serveGuest({
  post: (text, attachments) => port.postMessage(packOwnFrame({ text, attachments })),
  receive: (handle) => { port.on("message", (frame: Uint8Array) => handle(unpackFrame(frame))); },
}, workerData as GuestSettings);
