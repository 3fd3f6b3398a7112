import { spawn, type ChildProcess } from "node:child_process";
import { dirname } from "node:path";
import type { GuestSettings } from "../guest/settings.js";
import { packFrame } from "../wire/frame.js";
import { Backlog } from "./backlog.js";
import { maxFrameBytes, type Channel } from "./channel.js";
import { ErrorOutput } from "./error-output.js";
import { places } from "./places.js";
import { startFlags } from "./start-flags.js";

/** A child process without the addon's help: Node's own channel and permission flags. */
export function startIpcChild(settings: GuestSettings, memoryBytes: number): Channel {
  const child: ChildProcess = spawn(process.execPath, [...startFlags(memoryBytes, settings), places.guest("ipc"), JSON.stringify(settings)], {
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    serialization: "advanced",
    env: { NODE_V8_COVERAGE: undefined }, // Which Node would pass on by itself.
    cwd: dirname(process.execPath),
    windowsHide: true,
  });
  const backlog = new Backlog();
  const errors = new ErrorOutput(child);
  const channel: Channel = {
    pid: child.pid,
    passesSegments: false,
    onFrame: () => {},
    onEnd: () => {},
    send: (text, attachments) => { if (child.connected) child.send(packFrame({ text, attachments }), backlog.add()); },
    drained: () => backlog.drained(),
    confine: () => {},
    allow: () => {},
    hold: (holds) => {
      const pipe = child.stderr as unknown as { ref(): void; unref(): void } | null | undefined;
      for (const held of [child, child.channel, pipe]) if (holds) held?.ref(); else held?.unref();
    },
    kill: () => { child.kill("SIGKILL"); },
  };
  child.on("message", (frame) => {
    if (frame instanceof Uint8Array && frame.byteLength <= maxFrameBytes(memoryBytes)) channel.onFrame(frame);
    else channel.onFrame(new Uint8Array());
  });
  child.once("close", (exitCode, signal) => channel.onEnd({ exitCode: exitCode ?? undefined, signal: signal ?? undefined, said: errors.text, outOfMemory: errors.tellsOutOfMemory }));
  return channel;
}
