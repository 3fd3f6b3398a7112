import { checkStoreName, messageOf, type SourceSignature } from "@openhcs/core";
import { InvalidBundleError } from "../custom-function-errors.js";
import { languages } from "../source/preparer.js";
import { sourceHash } from "../source/source-hash.js";
import { maxBundleBytes, maxBundledSources, type Bundle, type BundledSource } from "./bundle.js";

type Fields = Readonly<Record<string, unknown>>;

/** Reads a bundle that anybody may have made. @throws InvalidBundleError */
export function readBundle(text: string): Bundle {
  if (Buffer.byteLength(text) > maxBundleBytes) throw new InvalidBundleError(`it has ${Buffer.byteLength(text)} bytes; at most ${maxBundleBytes} are read.`);
  const { format, version, sources } = fieldsOf(parsed(text), "it is no JSON object.");
  if (format !== "openhcs-functions") throw new InvalidBundleError(`its "format" must be "openhcs-functions", received ${shown(format)}.`);
  if (version !== 1) throw new InvalidBundleError(`its "version" must be 1, received ${shown(version)}; a newer OpenHCS may read it.`);
  if (!Array.isArray(sources) || sources.length === 0) throw new InvalidBundleError('its "sources" must be a list of at least one source.');
  if (sources.length > maxBundledSources) throw new InvalidBundleError(`it has ${sources.length} sources; at most ${maxBundledSources} are read.`);
  const read = sources.map(readSource);
  for (const [at, { name, hash }] of read.entries()) {
    if (read.slice(0, at).some((other) => other.name.toLowerCase() === name.toLowerCase())) throw new InvalidBundleError("is there twice.", name);
    if (read.slice(0, at).some((other) => other.hash === hash)) throw new InvalidBundleError("has the same text as another.", name);
  }
  return Object.freeze({ format, version, sources: Object.freeze(read) });
}

function readSource(given: unknown, at: number): BundledSource {
  const { name, language, source, hash, signature } = fieldsOf(given, `its source number ${at + 1} is no object.`);
  if (typeof name !== "string") throw new InvalidBundleError(`its source number ${at + 1} has no "name".`);
  try {
    checkStoreName(name);
  } catch (cause) {
    throw new InvalidBundleError(`has a name that cannot be kept: ${messageOf(cause)}`, name, { cause });
  }
  if (typeof language !== "string" || !languages.includes(language)) throw new InvalidBundleError(`must be in one of ${languages.join(", ")}, received ${shown(language)}.`, name);
  if (typeof source !== "string") throw new InvalidBundleError('has no "source".', name);
  if (hash !== sourceHash(source)) throw new InvalidBundleError(`does not have the text that its "hash" tells: it was changed on the way.`, name);
  return Object.freeze({ name, language, source, hash, ...(signature === undefined ? {} : { signature: readSignature(name, signature) }) });
}

function readSignature(name: string, given: unknown): SourceSignature {
  const { key, signature } = fieldsOf(given, 'its "signature" must be an object.', name);
  if (typeof key !== "string" || typeof signature !== "string") throw new InvalidBundleError('has a "signature" without "key" and "signature".', name);
  return Object.freeze({ key, signature });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidBundleError(`it is no JSON: ${messageOf(cause)}.`, undefined, { cause });
  }
}

function fieldsOf(value: unknown, rule: string, name?: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new InvalidBundleError(rule, name);
  return value as Fields;
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? "nothing").slice(0, 60);
}
