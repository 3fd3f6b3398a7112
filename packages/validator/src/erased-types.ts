import type { Node } from "oxc-parser";

/** Statements and members of which nothing is left. */
export const erasedTypes: ReadonlySet<string> = new Set([
  "TSTypeAliasDeclaration", "TSInterfaceDeclaration", "TSDeclareFunction", "TSModuleDeclaration", "TSEnumDeclaration", "VariableDeclaration", "ClassDeclaration",
  "PropertyDefinition", "MethodDefinition", "TSAbstractMethodDefinition", "TSAbstractPropertyDefinition", "TSIndexSignature",
]);

const lists = new Set<string | undefined>(["Program", "BlockStatement", "StaticBlock", "SwitchCase", "ClassBody"]);

/** Where statements and members begin that are types alone. */
export function erasedStarts(nodes: readonly Node[]): readonly number[] {
  return nodes.flatMap((node) => {
    const outer = node.parent?.type === "ExportNamedDeclaration" ? node.parent : node;
    return isErased(node) && lists.has(outer.parent?.type) ? [outer.start] : [];
  });
}

function isErased(node: Node): boolean {
  switch (node.type) {
    case "VariableDeclaration": case "ClassDeclaration": case "PropertyDefinition": return node.declare === true;
    case "MethodDefinition": return node.value.type === "TSEmptyBodyFunctionExpression";
    default: return erasedTypes.has(node.type);
  }
}
