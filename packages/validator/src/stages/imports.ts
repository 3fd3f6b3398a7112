import { suggest } from "@openhcs/core";
import type { Node } from "oxc-parser";
import { memberName } from "../literal.js";
import type { ParsedSource } from "../parsed-source.js";
import type { Binding } from "../scopes.js";
import type { ImportRule } from "../validation-options.js";
import { gives, importRules, ourModules } from "./import-rules.js";
import { insteadOf, isDangerous } from "./known-modules.js";

/** Holds imports to the allow list; everything else that brings in modules is refused. */
export function checkImports(source: ParsedSource): void {
  const rules = importRules(source.options);
  for (const statement of source.program.body) {
    if (statement.type === "ImportDeclaration") checkImport(statement, rules, source);
    else if (statement.type === "ExportAllDeclaration" || (statement.type === "ExportNamedDeclaration" && statement.source !== null)) {
      source.issues.error("imports", "EXPORT_FROM", statement, `"export … from" is not allowed in custom functions. Import what the function needs.`);
    }
  }
  for (const { node, isType } of source.scopes.free) {
    const { parent } = node;
    if (node.name !== "require" || isType || parent?.type !== "CallExpression" || parent.callee !== (node as Node)) continue;
    const [argument] = parent.arguments;
    const asked = argument?.type === "Literal" && typeof argument.value === "string" ? argument.value : undefined;
    if (asked !== undefined && isDangerous(asked)) source.issues.error("imports", "DANGEROUS_IMPORT", parent, dangerous(asked));
    else source.issues.error("imports", "REQUIRE", parent, "require(…) is not available in custom functions. Write an import.", { fix: `import { name } from ${JSON.stringify(asked ?? "openhcs")};` });
  }
}

function dangerous(specifier: string): string {
  return `Dangerous import detected: '${specifier}'. Module '${specifier}' is not allowed in custom functions.`;
}

function checkImport(statement: Extract<Node, { type: "ImportDeclaration" }>, rules: readonly ImportRule[], { issues, scopes, options }: ParsedSource): void {
  const from = statement.source.value;
  const refuse = (code: string, node: Node, message: string, fix?: string) => issues.error("imports", code, node, message, { fix });
  if (isDangerous(from)) return refuse("DANGEROUS_IMPORT", statement, dangerous(from));
  // Types are erased, wherever they are from.
  if (statement.importKind === "type" && statement.phase === null) return;
  const rule = rules.find((candidate) => candidate.from === from);
  if (rule === undefined) {
    const [nearest] = suggest(from, rules.map((each) => each.from));
    const instead = insteadOf(from) ?? (nearest === undefined ? undefined : { says: `Nearest: '${nearest}'.`, fix: nearest });
    return refuse("IMPORT_NOT_ALLOWED", statement, `Import of '${from}' is not allowed in custom functions. Allowed: ${rules.map(described).join(", ")}.${instead === undefined ? "" : ` ${instead.says}`}`, instead?.fix);
  }
  if (statement.phase !== null) return refuse("IMPORT_PHASE", statement, `"import ${statement.phase}" is not supported.`);
  if (statement.attributes.length > 0) return refuse("IMPORT_ATTRIBUTES", statement, "Import attributes are not supported.");
  if (statement.specifiers.length === 0 && statement.importKind !== "type") return refuse("SIDE_EFFECT_IMPORT", statement, `Import of '${from}' names nothing. Say what is needed.`, `import { name } from ${JSON.stringify(from)};`);
  const isUsed = statement.specifiers.some(({ local: { name } }) => { const binding = scopes.topLevel.get(name); return binding !== undefined && isUsedAsValue(binding); });
  if (options.isolated === true && isUsed && !ourModules.has(from)) {
    refuse("TRUST_NEEDED", statement.source, `Module '${from}' is the host's, and given only to trusted sources in its own process. Sign this one, or let the host vouch for it.`);
  }
  for (const specifier of statement.specifiers) {
    const { name: local } = specifier.local;
    const binding = scopes.topLevel.get(local);
    const again = binding?.declarations.find((declaration) => declaration !== specifier.local);
    if (again !== undefined && statement.importKind !== "type") {
      refuse("DECLARED_TWICE", again, `'${local}' is imported from '${from}' and declared again, so that each would hide the other.`, `import { ${local} as library${local.charAt(0).toUpperCase()}${local.slice(1)} } from ${JSON.stringify(from)};`);
    }
    if (binding === undefined || !isUsedAsValue(binding)) continue;
    const name = importedName(specifier);
    if (name === "default" && rule.names?.includes("default") !== true) {
      refuse("DEFAULT_IMPORT", specifier, `Module '${from}' has no default export.`, `import { ${specifier.local.name} } from ${JSON.stringify(from)};`);
    } else if (name === "*") {
      for (const { member, node } of calledMembers(binding)) if (!gives(rule, member)) refuseName(rule, member, node, refuse);
    } else if (!gives(rule, name)) refuseName(rule, name, specifier, refuse);
  }
}

function refuseName({ from, names = [], why }: ImportRule, name: string, node: Node, refuse: (code: string, node: Node, message: string, fix?: string) => void): void {
  const nearest = suggest(name, names);
  const instead = nearest.length > 0 ? `; nearest: ${nearest.join(", ")}.` : why === undefined ? "." : `. It gives ${why}.`;
  refuse("UNKNOWN_EXPORT", node, `Module '${from}' gives no '${name}' to custom functions${instead}`, nearest[0]);
}

/** What is called of a module that is imported as a whole: what is only asked for may be looked for. */
function calledMembers({ references }: Binding): readonly { readonly member: string; readonly node: Node }[] {
  return references.flatMap(({ node: { parent } }) => {
    if (parent?.type !== "MemberExpression" || parent.parent?.type !== "CallExpression" || parent.parent.callee !== (parent as Node)) return [];
    const member = memberName(parent);
    return member === undefined ? [] : [{ member, node: parent.property }];
  });
}

function described({ from, why }: ImportRule): string {
  return why === undefined ? `'${from}'` : `'${from}' (${why})`;
}

/** `*` for a namespace. */
export function importedName(specifier: Node): string {
  if (specifier.type === "ImportNamespaceSpecifier") return "*";
  if (specifier.type !== "ImportSpecifier") return "default";
  return specifier.imported.type === "Literal" ? specifier.imported.value : specifier.imported.name;
}

/** An import that only types speak of is erased with them. */
export function isUsedAsValue({ kind, references }: Binding): boolean {
  return kind === "imported" && references.some(({ isType }) => !isType);
}
