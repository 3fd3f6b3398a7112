import { isNdArray } from "@openhcs/core";

type Level = "debug" | "info" | "warn" | "error";

const levels: Readonly<Record<string, Level>> = { log: "info", debug: "debug", trace: "debug", info: "info", warn: "warn", error: "error" };
const maxText = 10_000;

/** The `console` of user code: lines of text for the host. */
export function guestConsole(log: (level: Level, text: string) => void): Record<string, (...values: readonly unknown[]) => void> {
  return Object.fromEntries(Object.entries(levels).map(([name, level]) => [
    name,
    (...values: readonly unknown[]) => log(level, values.map((value) => shown(value, 2)).join(" ").slice(0, maxText)),
  ]));
}

/** A value for reading; what its getters and traps throw is part of it. */
function shown(value: unknown, depth: number): string {
  try {
    if (typeof value === "string") return value.slice(0, maxText);
    if (typeof value === "bigint") return `${value}n`;
    if (typeof value === "function") return `[function ${value.name}]`;
    if (typeof value !== "object" || value === null) return String(value);
    if (isNdArray(value)) return value.toString();
    if (value instanceof Error) return String(value.stack ?? value);
    return composite(value, depth);
  } catch {
    return "[unprintable]";
  }
}

function composite(value: object, depth: number): string {
  if (ArrayBuffer.isView(value) || Array.isArray(value)) {
    const items = value as unknown as readonly unknown[];
    const shownItems = Array.from({ length: Math.min(items.length, 20) }, (_, i) => (depth > 0 ? nested(items[i], depth) : "…"));
    return `[${shownItems.join(", ")}${items.length > 20 ? `, … ${items.length - 20} more` : ""}]`;
  }
  if (depth === 0) return "{…}";
  const entries = Object.entries(value).slice(0, 20).map(([key, item]) => `${key}: ${nested(item, depth)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

function nested(value: unknown, depth: number): string {
  return typeof value === "string" ? JSON.stringify(value.slice(0, maxText)) : shown(value, depth - 1);
}
