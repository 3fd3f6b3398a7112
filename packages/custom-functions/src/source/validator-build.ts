import { readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

let build: string | undefined;

/** What tells one build of the validator from another, released or not: when its files were written, and how long they are. */
export function validatorBuild(): string {
  if (build !== undefined) return build;
  const folder = dirname(fileURLToPath(import.meta.resolve("@openhcs/validator")));
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".js")).sort();
  return build = files.map((name) => { const { mtimeMs, size } = statSync(join(folder, name)); return `${name} ${mtimeMs} ${size}`; }).join("\n");
}
