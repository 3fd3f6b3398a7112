import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { messageOf, OpenHcsError } from "@openhcs/core";
import { makeFolder, writeFileAtomically } from "@openhcs/io";
import { userFolder } from "@openhcs/store-fs/user-folder";

/** Which sources the commands of this user take. */
export interface TrustSettings {
  /** Takes only sources that a trusted key signed. */
  readonly onlySigned: boolean;
}

/** Settings that cannot be read. Nothing is run by guess: they may say what must not run. */
export class InvalidSettingsError extends OpenHcsError {
  readonly code = "INVALID_SETTINGS";
  readonly file: string;

  constructor(file: string, rule: string, options?: ErrorOptions) {
    super(`${file}: ${rule} Mend it, or write it anew: openhcs functions keys require on`, options);
    this.file = file;
  }
}

export function trustSettingsFile(): string {
  return join(userFolder("config"), "trust.json");
}

/** Without a file everything is taken, isolated. @throws InvalidSettingsError */
export function trustSettings(): TrustSettings {
  const file = trustSettingsFile();
  const text = textOf(file);
  if (text === undefined) return { onlySigned: false };
  const { onlySigned } = parsed(text, file);
  if (typeof onlySigned !== "boolean") throw new InvalidSettingsError(file, `"onlySigned" is true or false, received ${JSON.stringify(onlySigned)}.`);
  return { onlySigned };
}

/** @throws ImageFileError where the system refuses it */
export async function writeTrustSettings(settings: TrustSettings): Promise<void> {
  const file = trustSettingsFile();
  makeFolder(dirname(file), { mode: 0o700 });
  await writeFileAtomically(file, `${JSON.stringify(settings, undefined, 2)}\n`);
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new InvalidSettingsError(file, `it cannot be read: ${messageOf(error)}.`, { cause: error });
  }
}

function parsed(text: string, file: string): { readonly onlySigned?: unknown } {
  try {
    return (JSON.parse(text) as object | null) ?? {};
  } catch (error) {
    throw new InvalidSettingsError(file, "it is no JSON.", { cause: error });
  }
}

declare module "@openhcs/core" {
  interface ErrorCodes {
    INVALID_SETTINGS: InvalidSettingsError;
  }
}
