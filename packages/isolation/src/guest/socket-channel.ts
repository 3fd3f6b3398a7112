import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Descriptor, IsolationAddon } from "@openhcs/native/isolation";
import { packFrame, unpackFrame } from "../wire/frame.js";
import { FrameStream, sealFrame, streamLead } from "../wire/frame-stream.js";
import type { Incoming } from "./realm/port.js";
import type { GuestChannel } from "./serve-guest.js";

/** Asked for here alone, so that no other realm is made with it. */
const collect = collector();

/** Messages from the host are not limited. */
const noLimit = 2 ** 32;

/** A channel that waits for messages by blocking this thread, which is the fastest way to be woken. */
export function socketChannel(addon: IsolationAddon, socket: Descriptor, parentId: number): GuestChannel {
  const stream = new FrameStream(noLimit);
  const descriptors: Descriptor[] = [];
  const frames: Buffer[] = [];
  const unread: Incoming[] = [];
  // One for all: many new ones would count as memory that presses for garbage collection.
  const chunk = Buffer.alloc(64 * 1024);
  const wait = (): Incoming => {
    const again = unread.pop();
    if (again !== undefined) return again;
    while (frames.length === 0) {
      const received = addon.receive(socket, chunk);
      if (received === undefined) continue;
      if (received.bytes === 0) process.exit(); // The host is gone.
      descriptors.push(...received.descriptors);
      frames.push(...stream.push(Buffer.from(chunk.subarray(0, received.bytes))));
    }
    return unpackFrame(frames.shift() as Buffer);
  };
  const post: GuestChannel["post"] = (text, attachments) => {
    const bytes = sealFrame(packFrame({ text, attachments }, streamLead));
    for (let sent = 0; sent < bytes.length;) sent += addon.send(socket, bytes, sent, [], Infinity);
  };
  return {
    post,
    segments: {
      wait,
      unread: (message) => { unread.push(message); },
      takeDescriptor: () => descriptors.shift() as Descriptor,
      mapShared: (descriptor, bytes) => addon.mapShared(descriptor, bytes, { populate: true }),
      mapPrivate: (descriptor, bytes) => addon.mapPrivate(descriptor, bytes, { populate: true }),
      remap: (buffer, descriptor) => addon.remap(buffer, descriptor, { populate: true }),
      revoke: (buffer) => addon.revoke(buffer, { watched: true }),
      isWritten: (buffer) => addon.isWritten(buffer),
      pristine: (buffer) => addon.pristine(buffer),
      close: (descriptor) => addon.close(descriptor),
      watch: (buffer) => addon.watch(buffer),
      watched: (watch) => addon.watched(watch),
      unwatch: (watch) => addon.unwatch(watch),
      collect,
    },
    lockDown: () => addon.harden(parentId),
    receive(handle) {
      // By turns of the event loop, so that what a message sets going has run before the next one is waited for.
      const turn = (): void => {
        handle(wait());
        setImmediate(turn);
      };
      setImmediate(turn);
    },
  };
}

function collector(): () => void {
  setFlagsFromString("--expose-gc");
  const gc = runInNewContext("gc") as () => void;
  setFlagsFromString("--no-expose-gc");
  return () => gc();
}
