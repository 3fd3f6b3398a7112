import { messageOf, type TrustedKey } from "@openhcs/core";
import { replaceFile } from "./durable-file.js";
import { readPlain } from "./plain-file.js";
import { sharing } from "./sharing.js";
import type { StorePaths } from "./store-paths.js";

export interface KeyFile {
  /** As the file has them, in order of arrival. */
  readonly keys: readonly TrustedKey[];
  /** Who else than the user could have written them, so that none of them grants trust. */
  readonly shared: string | undefined;
}

/** @throws where the file is damaged: that nobody is trusted would be a guess */
export function readKeyFile({ trustedKeys, state, folder }: StorePaths): KeyFile {
  const file = readPlain(trustedKeys);
  if (file === undefined) return { keys: [], shared: undefined };
  const keys: unknown = JSON.parse(file.bytes.toString("utf8"));
  if (!Array.isArray(keys) || !keys.every(isTrustedKey)) throw new Error(`${trustedKeys} holds something else than trusted keys`);
  return { keys: keys.map(({ key, label, grantsTrust }) => Object.freeze({ key, label, grantsTrust })), shared: sharing([folder, state], [trustedKeys, file.stats]) };
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
