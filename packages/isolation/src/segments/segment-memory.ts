import { messageOf, OutOfMemoryError } from "@openhcs/core";

/** What a system call gives that takes memory, or a descriptor, for a segment of so many bytes. @throws OutOfMemoryError where the machine has none left */
export function segmentMemory<Given>(bytes: number, ask: () => Given): Given {
  try {
    return ask();
  } catch (cause) {
    throw new OutOfMemoryError("ndarray", { requestedBytes: bytes, detail: messageOf(cause), cause });
  }
}
