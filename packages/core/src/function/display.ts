const maxLength = 200;
const maxItems = 8;
const maxDepth = 3;

/** A value as it stands in a message: one line of about 200 characters at most, however large or deep the value is. */
export function display(value: unknown): string {
  const text = describe(value, 0);
  return text.length <= maxLength ? text : `${text.slice(0, maxLength)}…`;
}

function describe(value: unknown, depth: number): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, maxLength));
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return `the function ${value.name || "(anonymous)"}`;
  if (typeof value !== "object" || value === null) return String(value);
  if (ArrayBuffer.isView(value)) return `${value.constructor.name}(${(value as Uint8Array).length ?? value.byteLength})`;
  if (depth === maxDepth) return "…";
  if (Array.isArray(value)) return `[${enumerate(value.length, (at) => describe(value[at], depth + 1))}]`;
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype !== null && prototype !== Object.prototype) return value.toString === Object.prototype.toString ? `a ${value.constructor.name}` : String(value);
  const members = Object.entries(value);
  return `{ ${enumerate(members.length, (at) => `${members[at]?.[0]}: ${describe(members[at]?.[1], depth + 1)}`)} }`;
}

function enumerate(length: number, item: (at: number) => string): string {
  const shown = Array.from({ length: Math.min(length, maxItems) }, (_, at) => item(at)).join(", ");
  return length > maxItems ? `${shown}, … (${length} in all)` : shown;
}
