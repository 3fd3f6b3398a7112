// A stamp is a file that holds the key of a step that was done: the digest of everything that the step read.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, relative, sep } from "node:path";

/** The digest of files (by name and content) and of further facts, such as the platform. */
export function digest(folder, files, facts = []) {
  const hash = createHash("sha256").update(JSON.stringify(facts));
  for (const file of files) {
    const content = createHash("sha256").update(readFileSync(file)).digest("hex");
    hash.update(`${relative(folder, file).split(sep).join("/")}\0${content}\n`);
  }
  return hash.digest("hex");
}

/**
 * Take a step unless its stamp says that it was taken for this key and its product is still there.
 * The stamp goes before the step and comes back only after success, so that a step cut short is repeated.
 * @returns whether the step was taken
 */
export async function once({ stamp, key, isDone, step }) {
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === key && isDone()) return false;
  rmSync(stamp, { force: true });
  await step();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, key);
  return true;
}
