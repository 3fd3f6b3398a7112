import type { ParsedSource } from "../parsed-source.js";
import type { Reference } from "../scopes.js";
import { knownExports } from "./import-rules.js";
import { languageGlobals } from "./language-globals.js";

/** What other stages refuse, and say more of. */
const refusedElsewhere = new Set(["eval", "require"]);

/**
 * Finds names that nothing declares: what the library exports and is not imported is an error; others may be given by the host.
 *
 * Each name is told once, where it is first used. After the stage of decorators, which tells of those itself.
 */
export function checkFreeNames(source: ParsedSource): void {
  const { scopes, options, issues, isBroken } = source;
  if (isBroken) return; // What declares a name may be what could not be read.
  const exported = knownExports(options);
  const seen = new Set<string>();
  for (const reference of scopes.free) {
    const { node } = reference;
    const { name } = node;
    if (seen.has(name) || languageGlobals.has(name) || refusedElsewhere.has(name) || !isEvaluated(reference)) continue;
    seen.add(name);
    if (issues.hasErrorAt(node)) continue;
    if (exported?.has(name) === true) issues.error("imports", "NOT_IMPORTED", node, `'${name}' is used but not imported.`, { fix: `import { ${name} } from "openhcs";` });
    else issues.warn("imports", "UNKNOWN_NAME", node, `'${name}' is declared nowhere in the source and is no global of the language, so that it may not be defined when the function runs.`);
  }
}

/** `typeof name` may ask for what is not there. */
function isEvaluated({ node, isType }: Reference): boolean {
  const { parent } = node;
  return !isType && !(parent?.type === "UnaryExpression" && parent.operator === "typeof");
}
