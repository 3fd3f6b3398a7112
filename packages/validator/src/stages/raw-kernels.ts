import { rawKernelRefusal } from "@openhcs/core";
import type { Node } from "oxc-parser";
import { memberName, withoutTypes } from "../literal.js";
import type { ParsedSource } from "../parsed-source.js";
import { Decorators } from "./decorator-use.js";

/** Refuses kernels of the source's own, `opencl.kernel("…")`, where it will run in isolation. What is not found here is refused when it runs. */
export function checkRawKernels(source: ParsedSource): void {
  const { options, scopes, issues } = source;
  if (options.isolated !== true) return;
  const decorators = new Decorators(source);
  for (const { callee } of scopes.calls) {
    const member = withoutTypes(callee);
    if (member.type !== "MemberExpression" || memberName(member) !== "kernel") continue;
    const memoryType = decorating(withoutTypes(member.object), decorators);
    if (memoryType !== undefined) issues.error("imports", "TRUST_NEEDED", member, rawKernelRefusal(memoryType));
  }
}

/** The memory type of a decorator: `opencl`, `hcs.opencl`, `memory("opencl")`. */
function decorating(object: Node, decorators: Decorators): string | undefined {
  if (object.type !== "Identifier" && object.type !== "MemberExpression" && object.type !== "CallExpression") return undefined;
  return decorators.use(object)?.memoryType;
}
