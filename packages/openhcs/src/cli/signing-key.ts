import { readFile } from "node:fs/promises";
import { Option } from "commander";
import { messageOf, type SourceSignature } from "@openhcs/core";
import { signSource } from "@openhcs/custom-functions";
import { UsageError } from "./usage-error.js";

/** A private key as PEM text out of a file. @throws UsageError where it cannot be read */
export async function readKey(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new UsageError(`the key ${file} cannot be read: ${messageOf(error)}.`, { cause: error });
  }
}

/** For commands that change a source, where only signed ones are taken: `--sign <key>`. */
export function signOption(): Option {
  return new Option("--sign <key>", "vouch for the source with the private key in a file");
}

/** The key of `--sign`, where it is given. @throws UsageError */
export async function givenKey(file: string | undefined): Promise<string | undefined> {
  return file === undefined ? undefined : readKey(file);
}

/** The signature of a text, where there is a key to sign with. */
export function signatureOf(name: string, code: string, privateKey: string | undefined): SourceSignature | undefined {
  return privateKey === undefined ? undefined : signSource(name, code, privateKey);
}
