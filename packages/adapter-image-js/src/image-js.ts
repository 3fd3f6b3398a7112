import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { defineLibrary, type LibraryCandidate, type SkippedFunction } from "@openhcs/core";
import { callImageJs } from "./call-image-js.js";
import { described, type Description } from "./described/index.js";
import type { ImageJsModule } from "./image-values.js";
import { leftOut } from "./left-out.js";

const byName = new Map(described.map((description) => [description.name, description]));

/** The functions of image-js, on planes of uint8 and uint16 and on masks. */
export const imageJs = defineLibrary(() => ({
  name: "image-js",
  version: installedVersion(),
  module: new URL("index.js", import.meta.url).href,
  fingerprint: () => createHash("sha256").update(JSON.stringify(described)).digest("hex"),
  load: (): Promise<ImageJsModule> => import("image-js"),
  scan: (module) => {
    const exported = Object.keys(module).filter((name) => typeof module[name as keyof ImageJsModule] === "function");
    return [...described.map((description) => candidateOf(description, module)), ...exported.filter((name) => !byName.has(name)).map(leftOut)];
  },
  call: (module, call) => callImageJs(module, byName.get(call.name) as Description, call),
}));

function candidateOf({ positional: _, ofStack = false, ...candidate }: Description, module: ImageJsModule): LibraryCandidate | SkippedFunction {
  const exists = candidate.name in (ofStack ? module.Stack.prototype : module);
  return exists ? candidate : { name: candidate.name, reason: `image-js ${installedVersion()} does not have it` };
}

/** From its manifest, so that image-js itself stays unloaded. */
function installedVersion(): string {
  const manifest = new URL("../package.json", import.meta.resolve("image-js"));
  return (JSON.parse(readFileSync(manifest, "utf8")) as { readonly version: string }).version;
}
