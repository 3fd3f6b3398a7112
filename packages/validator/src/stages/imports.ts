import { suggest } from "@openhcs/core";
import type { Node } from "oxc-parser";
import type { ParsedSource } from "../parsed-source.js";
import type { Binding } from "../scopes.js";
import { wellKnownDecorators, type ImportRule, type ValidationOptions } from "../validation-options.js";
import { isDangerous } from "./known-modules.js";

/** Whose decorators and library functions count. */
export const ourModules: ReadonlySet<string> = new Set(["openhcs", "@openhcs/core", "@openhcs/functions"]);

/** Of the core only what concerns arrays; runtimes and registries are the host's. */
const arrayApi = [
  "NdArray", "isNdArray", "stack", "stackSlices", "unstackSlices", "ndarray", "memory", "dtypeOf", "isDtype", "isFloat", "isInteger", "dtypeRange", "dtypes",
  "fromFloat16", "toFloat16", "integerRange", "roundHalfEven", "saturate", "sizeOf", "broadcastShapes", "contiguousStrides", "normalizeAxis", "isOpenHcsError",
];

const defaultImports: readonly ImportRule[] = [
  { from: "openhcs", why: "arrays, decorators and library functions" },
  { from: "@openhcs/core", names: arrayApi, why: "arrays" },
  { from: "@openhcs/functions", why: "library functions" },
];

export function importRules({ imports = [] }: ValidationOptions): readonly ImportRule[] {
  return [...defaultImports.filter(({ from }) => !imports.some((rule) => rule.from === from)), ...imports];
}

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
  if (rule === undefined) return refuse("IMPORT_NOT_ALLOWED", statement, `Import of '${from}' is not allowed in custom functions. Allowed: ${rules.map(described).join(", ")}.`);
  if (statement.phase !== null) return refuse("IMPORT_PHASE", statement, `"import ${statement.phase}" is not supported.`);
  if (statement.attributes.length > 0) return refuse("IMPORT_ATTRIBUTES", statement, "Import attributes are not supported.");
  if (statement.specifiers.length === 0 && statement.importKind !== "type") return refuse("SIDE_EFFECT_IMPORT", statement, `Import of '${from}' names nothing. Say what is needed.`, `import { name } from ${JSON.stringify(from)};`);
  const known = rule.names === undefined && ourModules.has(from) ? knownExports(options) : undefined;
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
    } else if (name !== "*" && rule.names !== undefined && !rule.names.includes(name)) {
      const [nearest] = suggest(name, rule.names);
      refuse("UNKNOWN_EXPORT", specifier, `Module '${from}' gives no '${name}' to custom functions${nearest === undefined ? "" : `; nearest: ${nearest}`}.`, nearest);
    } else if (name !== "*" && known !== undefined && !known.has(name)) {
      // What a library exports may be more than what is known of it.
      const [nearest] = suggest(name, known);
      if (nearest !== undefined) issues.warn("imports", "UNKNOWN_EXPORT", specifier, `Module '${from}' may have no '${name}'; nearest: ${nearest}.`, { fix: nearest });
    }
  }
}

/** What is exported for certain, where that is known. */
export function knownExports({ libraryFunctions, decorators = wellKnownDecorators }: ValidationOptions): ReadonlySet<string> | undefined {
  return libraryFunctions === undefined ? undefined : new Set([...libraryFunctions, ...arrayApi, ...decorators, "run", "progress"]);
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
