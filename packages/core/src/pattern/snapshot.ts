const deepest = 8;

/**
 * Plain data as it is now, to be held against what it is later; functions are taken as they are.
 *
 * @returns undefined for anything that may change unseen: arrays of any memory type, instances of classes
 */
export function snapshot(value: unknown, depth = 0): { readonly taken: unknown } | undefined {
  if (!isComposed(value)) return { taken: value };
  if (!isPlain(value) || depth === deepest) return undefined;
  const copy = (Array.isArray(value) ? [] : Object.create(null)) as Record<string, unknown>;
  for (const [key, member] of Object.entries(value)) {
    const part = snapshot(member, depth + 1);
    if (part === undefined) return undefined;
    copy[key] = part.taken;
  }
  return { taken: copy };
}

/** Whether a value is still, or again, what was taken. */
export function matches(taken: unknown, value: unknown): boolean {
  if (!isComposed(taken) || !isComposed(value)) return Object.is(taken, value);
  if (!isPlain(value) || Array.isArray(taken) !== Array.isArray(value)) return false;
  const keys = Object.keys(value);
  return keys.length === Object.keys(taken).length
    && keys.every((key) => Object.hasOwn(taken, key) && matches((taken as Record<string, unknown>)[key], (value as Record<string, unknown>)[key]));
}

function isComposed(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}
