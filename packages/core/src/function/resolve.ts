import type { Registry } from "../registry/registry.js";
import type { FunctionEntry } from "./entry.js";
import { FunctionChangedError } from "./function-errors.js";
import { parseKey } from "./key.js";

/** A function, and the backend that its key insists on. */
export interface ResolvedKey {
  readonly entry: FunctionEntry;
  readonly on?: string;
}

/**
 * The function that a key names.
 *
 * `cpu:gaussian` and `reference:gaussian` are the built-in on that backend; a bare name is always a built-in.
 * @param isBackend whether a namespace is a backend's name
 * @throws InvalidKeyError, NotRegisteredError, FunctionChangedError
 */
export function resolveKey(key: string, functions: Registry<FunctionEntry>, isBackend: (namespace: string) => boolean): ResolvedKey {
  const exact = functions.find(key);
  if (exact !== undefined) return { entry: exact };
  const { namespace, name, version } = parseKey(key);
  if (namespace === "reference" || (namespace !== undefined && isBackend(namespace))) return { entry: functions.get(name), on: namespace };
  const entry = functions.get(namespace === undefined ? name : `${namespace}:${name}`);
  if (version !== undefined && entry.version?.startsWith(version) !== true) throw new FunctionChangedError(key, version, entry.version);
  return { entry };
}
