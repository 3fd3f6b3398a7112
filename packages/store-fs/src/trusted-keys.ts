import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { messageOf, type TrustedKey } from "@openhcs/core";
import { replaceFile } from "./durable-file.js";
import { sharing } from "./sharing.js";
import type { StorePaths } from "./store-paths.js";

// A pipe must not make the reader wait, and a link leads to a file that is not the store's. Windows knows neither flag.
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

export interface KeyFile {
  /** As the file has them, in order of arrival. */
  readonly keys: readonly TrustedKey[];
  /** Who else than the user could have written them, so that none of them grants trust. */
  readonly shared: string | undefined;
}

/** @throws where the file is damaged: that nobody is trusted would be a guess */
export function readKeyFile({ trustedKeys, state, folder }: StorePaths): KeyFile {
  let file: number;
  try {
    file = openSync(trustedKeys, flags);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return { keys: [], shared: undefined };
    throw error;
  }
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new Error(`${trustedKeys} is not a regular file`);
    const keys: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (!Array.isArray(keys) || !keys.every(isTrustedKey)) throw new Error(`${trustedKeys} holds something else than trusted keys`);
    return { keys: keys.map(({ key, label, grantsTrust }) => Object.freeze({ key, label, grantsTrust })), shared: sharing([folder, state], [trustedKeys, stats]) };
  } finally {
    closeSync(file);
  }
}

/** As far as they count: whoever else may write to the file or its folders grants nobody a place in this user's processes. */
export function countingKeys({ keys, shared }: KeyFile): readonly TrustedKey[] {
  return shared === undefined ? keys : keys.map((key) => (key.grantsTrust ? Object.freeze({ ...key, grantsTrust: false }) : key));
}

/** What a person should know of keys that count for less than they say. */
export function keyWarnings(paths: StorePaths): readonly string[] {
  try {
    const { keys, shared } = readKeyFile(paths);
    return shared !== undefined && keys.some(({ grantsTrust }) => grantsTrust) ? [`no key in ${paths.trustedKeys} grants trust: ${shared}`] : [];
  } catch (error) {
    return [`the trusted keys cannot be read: ${messageOf(error)}`];
  }
}

export async function writeTrustedKeys({ trustedKeys, staging }: StorePaths, keys: readonly TrustedKey[]): Promise<void> {
  await replaceFile(trustedKeys, `${JSON.stringify(keys, undefined, 2)}\n`, staging);
}

function isTrustedKey(value: unknown): value is TrustedKey {
  if (typeof value !== "object" || value === null) return false;
  const { key, label, grantsTrust } = value as Partial<Record<keyof TrustedKey, unknown>>;
  return typeof key === "string" && typeof label === "string" && typeof grantsTrust === "boolean";
}
