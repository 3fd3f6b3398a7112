import { GuestValueError } from "../../guest-value-error.js";
import type { ErrorNotice } from "../../wire/message.js";
import { maxMessage, maxPath, maxStack } from "./told-length.js";

/** What the bridge knows of errors that it made itself. */
const origins = new WeakMap<object, Pick<ErrorNotice, "code" | "request">>();

/** Marks an error, so that the host recognises it when it comes back. */
export function withOrigin<Thrown extends Error>(error: Thrown, origin: Pick<ErrorNotice, "code" | "request">): Thrown {
  origins.set(error, origin);
  return error;
}

/** Whatever was thrown, as text; runs its getters, but survives them. */
export function describeThrown(thrown: unknown): ErrorNotice {
  if ((typeof thrown !== "object" && typeof thrown !== "function") || thrown === null) return { name: "Error", message: `${shown(thrown)} was thrown` };
  const name = textOf(thrown, "name", 200) || "Error";
  const message = textOf(thrown, "message", maxMessage) ?? "an object without a message was thrown";
  const stack = textOf(thrown, "stack", maxStack);
  return { name, message, ...(stack === undefined ? {} : { stack }), ...crossingOf(thrown), ...origins.get(thrown) };
}

function crossingOf(thrown: object): Pick<ErrorNotice, "code" | "path" | "rule"> {
  try {
    return thrown instanceof GuestValueError ? { code: "GUEST_VALUE", path: thrown.path.slice(0, maxPath), rule: thrown.rule.slice(0, maxPath) } : {};
  } catch {
    return {}; // A proxy may refuse even that.
  }
}

function textOf(thrown: object, key: string, most: number): string | undefined {
  try {
    const value: unknown = Reflect.get(thrown, key);
    return typeof value === "string" ? value.slice(0, most) : undefined;
  } catch {
    return undefined;
  }
}

function shown(primitive: unknown): string {
  return typeof primitive === "string" ? JSON.stringify(primitive.slice(0, maxMessage)) : String(primitive);
}
