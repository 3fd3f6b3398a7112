/** The path of the first thing in a value that JSON does not give back as it was; undefined where there is none. */
export function notPlain(value: unknown, path = ""): string | undefined {
  if (value === null || value === undefined || typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) return undefined;
  if (typeof value !== "object" || (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype)) return path;
  for (const [name, member] of Object.entries(value)) {
    const found = notPlain(member, path === "" ? name : `${path}.${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
