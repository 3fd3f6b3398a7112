import { isOpenHcsError, messageOf } from "@openhcs/core";
import { readImage, type ReadImageOptions } from "@openhcs/io";
import { expect } from "vitest";

/** Expects reading to fail by one of our errors that names the file. Returns its message with that of its cause. */
export async function expectRefusal(input: string | Uint8Array, code: string, options: ReadImageOptions = {}): Promise<string> {
  const name = typeof input === "string" ? input : "hostile.bin";
  const error = await readImage(input, { name, ...options }).then(() => undefined, (reason: unknown) => reason);
  expect(isOpenHcsError(error, code), `expected ${code}, received ${String(error)}`).toBe(true);
  expect((error as Error).message).toContain(name);
  const { message, cause } = error as Error;
  return cause === undefined ? message : `${message} ${messageOf(cause)}`;
}
