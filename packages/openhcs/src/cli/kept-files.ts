import { statSync } from "node:fs";
import { standardStream } from "./images.js";
import { UsageError } from "./usage-error.js";

/** Refuses to write over what is read, under whatever name. @throws UsageError */
export function checkKept(written: readonly (string | undefined)[], read: readonly string[]): void {
  const known = new Set(read.map(identity));
  for (const path of written) {
    const found = path === undefined ? undefined : identity(path);
    if (found !== undefined && known.has(found)) throw new UsageError(`${path} is an input and would be overwritten; name another file or folder with -o.`);
  }
}

/** Refuses to write one result over another. @throws UsageError */
export function checkApart(written: readonly (string | undefined)[]): void {
  const twice = written.find((path, at) => path !== undefined && path !== standardStream && written.indexOf(path) !== at);
  if (twice !== undefined) throw new UsageError(`two results would both be written as ${twice}; process the inputs apart.`);
}

/** Of the file itself, whatever links lead to it; undefined where none can be seen, which whoever opens it will say. */
function identity(path: string): string | undefined {
  if (path === standardStream) return undefined;
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev} ${ino}`;
  } catch {
    return undefined;
  }
}
