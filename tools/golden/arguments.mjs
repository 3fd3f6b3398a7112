import { parseArgs } from "node:util";

export const usage = "usage: npm run golden -- --dir <folder> [--on <backend>] [--only <op[.variant[.nn]]>] [--json]";

/** Arguments of the command line do not fit; the message says which. */
export class UsageError extends Error {}

/** What the command line asks for: `{ dir, on, only, json }`; `on` is a backend's name, or `reference`. */
export function readArguments(args) {
  const options = { dir: { type: "string" }, on: { type: "string", default: "reference" }, only: { type: "string" }, json: { type: "boolean", default: false } };
  let values;
  try {
    ({ values } = parseArgs({ args, options, strict: true }));
  } catch (error) {
    throw new UsageError(error.message);
  }
  if (values.dir === undefined) throw new UsageError("--dir is needed: a folder with an index.json.");
  return values;
}
