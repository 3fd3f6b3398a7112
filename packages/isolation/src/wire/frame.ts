import { maxAttachments } from "./bounds.js";

/** A message: text, and bytes that it refers to. */
export interface Frame {
  readonly text: string;
  readonly attachments: readonly Uint8Array[];
}

/** What arrived is no frame. */
export class MalformedFrameError extends Error {}

/**
 * A frame as bytes: length of the text, number of attachments, length of each, all as 32-bit numbers in little-endian order, then the text in
 * UTF-8 and the attachments. `lead` bytes before it stay free.
 */
export function packFrame(frame: Frame, lead = 0): Uint8Array {
  return pack(frame, lead, Buffer.allocUnsafe);
}

/**
 * A frame for `postMessage`, in a buffer of its own: copying a view takes all of the buffer that it lies in, which small ones share.
 *
 * It is to be copied and not transferred. That would detach the buffer, after which V8 makes all loops over typed arrays of this thread slower.
 */
export function packOwnFrame(frame: Frame): Uint8Array {
  return pack(frame, 0, Buffer.allocUnsafeSlow);
}

function pack({ text, attachments }: Frame, lead: number, allocate: (bytes: number) => Buffer): Uint8Array {
  const textBytes = Buffer.byteLength(text);
  const head = 8 + 4 * attachments.length;
  const total = attachments.reduce((sum, { byteLength }) => sum + byteLength, head + textBytes);
  const packed = allocate(lead + total);
  let at = packed.writeUInt32LE(textBytes, lead);
  at = packed.writeUInt32LE(attachments.length, at);
  for (const { byteLength } of attachments) at = packed.writeUInt32LE(byteLength, at);
  at += packed.write(text, at, "utf8");
  for (const attachment of attachments) {
    packed.set(attachment, at);
    at += attachment.byteLength;
  }
  return packed;
}

/** Views of the packed bytes. @param check sees the text before it becomes a string @throws MalformedFrameError, or what `check` throws */
export function unpackFrame(bytes: Uint8Array, check?: (text: Uint8Array) => void): Frame {
  const packed = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const textBytes = numberAt(packed, 0);
  const count = numberAt(packed, 4);
  if (count > maxAttachments || 8 + 4 * count > packed.length) throw new MalformedFrameError(`${count} attachments`);
  const text = packed.subarray(8 + 4 * count, 8 + 4 * count + textBytes);
  let at = 8 + 4 * count + textBytes;
  const attachments = Array.from({ length: count }, (_, i) => {
    const start = at;
    at += numberAt(packed, 8 + 4 * i);
    return packed.subarray(start, at);
  });
  if (at !== packed.length) throw new MalformedFrameError("lengths that do not add up");
  check?.(text);
  return { text: text.toString("utf8"), attachments };
}

function numberAt(packed: Buffer, at: number): number {
  if (at + 4 > packed.length) throw new MalformedFrameError("it ends early");
  return packed.readUInt32LE(at);
}
