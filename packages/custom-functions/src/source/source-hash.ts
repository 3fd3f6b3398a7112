import { createHash } from "node:crypto";

/** SHA-256 of the source's UTF-8 bytes, in hexadecimal. */
export function sourceHash(source: string): string {
  return createHash("sha256").update(source, "utf8").digest("hex");
}
