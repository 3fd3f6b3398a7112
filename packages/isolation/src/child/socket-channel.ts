import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { Socket } from "node:net";
import { dirname } from "node:path";
import type { Descriptor, IsolationAddon, ProcessLimits, SystemCallError } from "@openhcs/native/isolation";
import type { GuestSettings } from "../guest/settings.js";
import { packFrame } from "../wire/frame.js";
import { FrameStream, sealFrame, streamLead } from "../wire/frame-stream.js";
import type { Channel } from "./channel.js";
import { ErrorOutput } from "./error-output.js";
import { places } from "./places.js";
import { Sender } from "./sender.js";
import { startFlags } from "./start-flags.js";

const mib = 2 ** 20;
/** What Node takes besides the heap, beyond what a child that is ready has taken: threads' stacks, compiled code, the heap's own tables. */
const slackBytes = 112 * mib;
/** Whatever holds the connection of a child that has ended may do so for this long. */
const lastWordsMs = 1_000;
/** Each segment takes one. */
const openFiles = 8_192;
/** The largest message: arrays lie in segments. */
const maxFrame = 64 * mib;

/** A child process that shares segments with this one and locks itself down. */
export function startSocketChild(addon: IsolationAddon, settings: GuestSettings, memoryBytes: number): Channel {
  const { child, errors, descriptor } = startWithSocket(addon, settings, memoryBytes);
  const socket = new Socket({ fd: descriptor, readable: true, writable: true });
  const stream = new FrameStream(maxFrame);
  const sender = new Sender(addon, descriptor, socket);
  let baseBytes = Infinity;
  let allowed = 0;
  const limit = (limits: ProcessLimits): void => limitProcess(addon, child, limits);
  const channel: Channel = {
    pid: child.pid,
    passesSegments: true,
    onFrame: () => {},
    onEnd: () => {},
    send: (text, attachments, descriptors) => sender.send(sealFrame(packFrame({ text, attachments }, streamLead)), descriptors),
    drained: () => sender.drained(),
    confine() {
      baseBytes = dataBytesOf(child.pid as number) + slackBytes;
      limit({ dataBytes: baseBytes + memoryBytes, openFiles });
    },
    allow(extraBytes) {
      if (extraBytes === allowed) return;
      allowed = extraBytes;
      limit({ dataBytes: baseBytes + memoryBytes + allowed });
    },
    hold(holds) {
      const pipe = child.stderr as unknown as { ref(): void; unref(): void } | null | undefined;
      for (const held of [child, socket, pipe]) if (holds) held?.ref(); else held?.unref();
    },
    kill: () => { child.kill("SIGKILL"); },
  };
  socket.on("data", (chunk: Buffer) => {
    try {
      for (const frame of stream.push(chunk)) channel.onFrame(frame);
    } catch {
      channel.onFrame(new Uint8Array()); // What is no frame is for the host's side of the child to judge.
    }
  });
  socket.on("error", () => {});
  child.once("close", (exitCode, signal) => {
    sender.end();
    // What it sent before it ended may still be on its way.
    const late = setTimeout(() => socket.destroy(), lastWordsMs);
    const end = (): void => {
      clearTimeout(late);
      channel.onEnd({ exitCode: exitCode ?? undefined, signal: signal ?? undefined, said: errors.text, outOfMemory: errors.tellsOutOfMemory });
    };
    if (socket.closed) end();
    else socket.once("close", end);
  });
  return channel;
}

/** Starts the process with one end of a connection. Where that fails, nothing of it is left. */
function startWithSocket(addon: IsolationAddon, settings: GuestSettings, memoryBytes: number): { readonly child: ChildProcess; readonly errors: ErrorOutput; readonly descriptor: Descriptor } {
  const [ours, theirs] = addon.socketPair();
  let child: ChildProcess | undefined;
  try {
    // What a library or a launcher left open would be the child's to read.
    addon.withholdDescriptors();
    child = spawn(process.execPath, [...startFlags(memoryBytes, settings), places.guest("socket"), JSON.stringify(settings)], {
      stdio: ["ignore", "ignore", "pipe", theirs],
      // No ring that the kernel works off unasked: no filter would see what it does.
      env: { UV_USE_IO_URING: "0", NODE_V8_COVERAGE: undefined }, // Which Node would pass on by itself.
      cwd: dirname(process.execPath),
    });
    const errors = new ErrorOutput(child);
    limitProcess(addon, child, { coreBytes: 0, fileBytes: 0 });
    return { child, errors, descriptor: ours };
  } catch (error) {
    child?.kill("SIGKILL");
    addon.close(ours);
    throw error;
  } finally {
    addon.close(theirs);
  }
}

function limitProcess(addon: IsolationAddon, { pid, exitCode, signalCode }: ChildProcess, limits: ProcessLimits): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    addon.setLimits(pid, limits);
  } catch (error) {
    if (!hasEnded(error)) throw error;
  }
}

/** Its end tells itself, a moment later. */
function hasEnded(error: unknown): boolean {
  return ["ECHILD", "ESRCH"].includes((error as SystemCallError).code);
}

/** What a process has of that which RLIMIT_DATA counts. */
function dataBytesOf(pid: number): number {
  const kib = /^VmData:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  if (kib === undefined) throw new Error("the kernel does not tell what memory a process has");
  return Number(kib) * 1024;
}
