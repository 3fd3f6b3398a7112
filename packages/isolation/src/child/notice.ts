import type { ErrorNotice } from "../wire/message.js";

/** Whatever a function of the host failed with, as its guest is told: also a value that is no error, and one that refuses to be looked at. */
export function noticeOf(error: unknown): ErrorNotice {
  const [name, message, code] = ["name", "message", "code"].map((key) => textOf(error, key));
  return { name: name ?? "Error", message: message ?? shown(error), ...(code === undefined ? {} : { code }) };
}

function textOf(error: unknown, key: string): string | undefined {
  try {
    const value: unknown = (typeof error === "object" || typeof error === "function") && error !== null ? Reflect.get(error, key) : undefined;
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

function shown(error: unknown): string {
  try {
    return String(error);
  } catch {
    return "what was thrown cannot be shown";
  }
}
