import { SourceUnavailableError } from "@openhcs/custom-functions";

/**
 * The sources of functions that a package.json names: `"openhcs": { "functions": "./functions.ts" }`, or a list.
 *
 * @throws SourceUnavailableError
 */
export function manifestFiles(manifest: string | undefined, origin: string, remedy: string): readonly string[] {
  const declared = manifest === undefined ? undefined : functionsIn(manifest, origin);
  if (declared === undefined) throw new SourceUnavailableError(origin, `its package.json names no openhcs.functions; ${remedy}`);
  const files = [declared].flat();
  const strange = files.find((file) => typeof file !== "string");
  if (strange !== undefined || files.length === 0) throw new SourceUnavailableError(origin, "openhcs.functions in its package.json is a path or a list of paths.");
  return files as string[];
}

function functionsIn(manifest: string, origin: string): unknown {
  try {
    return (JSON.parse(manifest) as { openhcs?: { functions?: unknown } } | null)?.openhcs?.functions;
  } catch (error) {
    throw new SourceUnavailableError(origin, "its package.json cannot be read.", { cause: error });
  }
}

/** A path within a package or repository, without `./` at its start. @throws SourceUnavailableError where it leads out of it */
export function innerPath(path: string, origin: string): string {
  const parts = path.split("/").filter((part) => part !== "." && part !== "");
  if (path.startsWith("/") || path.includes("\\") || path.includes("\0") || /^[A-Za-z]:/.test(path) || parts.includes("..") || parts.length === 0) {
    throw new SourceUnavailableError(origin, `${JSON.stringify(path)} leads out of it.`);
  }
  return parts.join("/");
}
