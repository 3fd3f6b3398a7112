import type { Node } from "oxc-parser";
import type { Identifier } from "./binding.js";
import { Scope, type Place } from "./scope.js";
import type { NameWalk } from "./name-walk.js";

/** Names of types; answers whether the node was one that declares or names them. */
export function enterType(node: Node, scope: Scope, walk: NameWalk): boolean {
  switch (node.type) {
    case "TSTypeAliasDeclaration": case "TSInterfaceDeclaration": {
      node.id.parent = node;
      walk.names.declare(node.id, "type", node, scope);
      const inner = new Scope(scope, false);
      walk.visitAll(node.type === "TSTypeAliasDeclaration" ? [node.typeParameters, node.typeAnnotation] : [node.typeParameters, ...node.extends, node.body], node, inner);
      return true;
    }
    case "TSTypeParameter":
      walk.names.declare(node.name as Identifier, "type", node, scope);
      walk.children(node, scope);
      return true;
    case "TSTypeReference":
      firstName(node.typeName, "type", scope, node, walk);
      walk.visitAll([node.typeArguments], node, scope);
      return true;
    case "TSTypeQuery":
      firstName(node.exprName, "typeof", scope, node, walk);
      walk.visitAll([node.typeArguments], node, scope);
      return true;
    case "TSClassImplements": case "TSInterfaceHeritage":
      firstName(node.expression, "type", scope, node, walk);
      walk.visitAll([node.typeArguments], node, scope);
      return true;
    case "TSFunctionType": case "TSConstructorType": case "TSMethodSignature": case "TSCallSignatureDeclaration": case "TSConstructSignatureDeclaration": {
      const inner = new Scope(scope, true);
      walk.visitAll([node.typeParameters], node, inner);
      for (const parameter of node.params) walk.pattern(parameter, "parameter", parameter, inner, node);
      walk.visitAll([node.returnType], node, inner);
      return true;
    }
    case "TSPropertySignature":
      walk.visitAll([node.typeAnnotation], node, scope);
      return true;
    case "TSIndexSignature":
      walk.visitAll([...node.parameters.map(({ typeAnnotation }) => typeAnnotation), node.typeAnnotation], node, scope);
      return true;
    default: return false;
  }
}

/** The first name of `a.b.c` in a type. */
function firstName(node: Node, place: Place, scope: Scope, parent: Node, walk: NameWalk): void {
  if (node.type === "Identifier") return walk.names.refer(node, scope, place, parent);
  // What has members is a value or a namespace.
  if (node.type === "TSQualifiedName") return firstName(node.left, "typeof", scope, node, walk);
  if (node.type === "MemberExpression") return firstName(node.object, "typeof", scope, node, walk);
}
