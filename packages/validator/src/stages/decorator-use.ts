import type { CallExpression, Node } from "oxc-parser";
import { propertyName, withoutTypes } from "../literal.js";
import type { ParsedSource } from "../parsed-source.js";
import type { AnyFunction, Binding, Identifier } from "../scopes.js";
import { wellKnownDecorators } from "../validation-options.js";
import { ourModules } from "./import-rules.js";
import { importedName } from "./imports.js";

/** What a function is decorated with. */
export interface DecoratorUse {
  readonly memoryType: string | undefined;
  readonly memoryTypeNode: Node;
  readonly options: readonly Node[];
}

/** Recognises decorators and what they are given, by whatever name a source has them; says what is wrong with them. */
export class Decorators {
  /** Exports of the library that decorate, beyond `ndarray` and `memory`. */
  readonly names: readonly string[];
  /** Where something was refused. */
  readonly reported = new Set<Node>();
  /** Calls that were looked at. */
  readonly seen = new Set<Node>();
  readonly #source: ParsedSource;

  constructor(source: ParsedSource) {
    this.#source = source;
    this.names = source.options.decorators ?? wellKnownDecorators;
  }

  isOptions(node: Node): boolean {
    const constant = node.type === "Identifier" ? this.#source.literals.constantOf(node) : undefined;
    return constant !== undefined && withoutTypes(constant).type === "ObjectExpression";
  }

  /** The function that an expression is, or names. */
  functionOf(node: Node): AnyFunction | undefined {
    if (node.type === "FunctionExpression" || node.type === "ArrowFunctionExpression") return node;
    if (node.type !== "Identifier") return undefined;
    const binding = this.#source.scopes.bindingOf.get(node);
    if (binding?.kind === "function" && binding.isTopLevel) return implementation(binding);
    const value = this.#source.literals.constantOf(node);
    const inner = value === undefined ? undefined : withoutTypes(value);
    return inner?.type === "FunctionExpression" || inner?.type === "ArrowFunctionExpression" ? inner : undefined;
  }

  /** What an expression decorates with; undefined where it is no decorator. */
  use(expression: Node, depth = 0): DecoratorUse | undefined {
    const node = withoutTypes(expression);
    const name = this.libraryName(node);
    if (name !== undefined) return this.#isDecorator(name) ? { memoryType: name, memoryTypeNode: node, options: [] } : undefined;
    if (depth > 4) return undefined;
    if (node.type === "Identifier") {
      const value = this.#source.literals.constantOf(node);
      return value === undefined || value.start >= node.start ? undefined : this.use(value, depth + 1);
    }
    if (node.type !== "CallExpression") return undefined;
    this.seen.add(node);
    if (this.libraryName(withoutTypes(node.callee)) === "memory") return this.#memory(node);
    const use = this.use(node.callee, depth + 1);
    if (use === undefined) return undefined;
    const [argument] = node.arguments;
    const inner = argument === undefined ? undefined : withoutTypes(argument);
    if (inner !== undefined && this.functionOf(inner) !== undefined) return undefined;
    const object = inner?.type === "Identifier" ? this.#source.literals.constantOf(inner) : inner;
    const options = object === undefined ? undefined : withoutTypes(object);
    if (options?.type !== "ObjectExpression") {
      this.refuse("OPTIONS_NOT_LITERAL", inner ?? node, "The options of a decorator must be an object written in the source: ndarray({ contract: \"pure2d\" })(function …).");
      return use;
    }
    return { ...use, options: [...use.options, options] };
  }

  #memory(call: CallExpression): DecoratorUse {
    const [argument] = call.arguments;
    const literal = argument === undefined ? undefined : this.#source.literals.of(argument);
    const value = literal !== undefined && "value" in literal ? literal.value : undefined;
    if (typeof value === "string" && value !== "") return { memoryType: value, memoryTypeNode: argument as Node, options: [] };
    this.refuse("MEMORY_TYPE_NOT_LITERAL", argument ?? call, "memory(…) takes the name of a memory type as a literal string: memory(\"opencl\").");
    return { memoryType: undefined, memoryTypeNode: call, options: [] };
  }

  #isDecorator(name: string): boolean {
    return name === "ndarray" || this.names.includes(name);
  }

  /** What an expression is called in our library, whatever it was imported as. */
  libraryName(node: Node): string | undefined {
    if (node.type === "Identifier") {
      const binding = this.#source.scopes.bindingOf.get(node);
      if (binding === undefined) return this.#notImported(node);
      if (binding.kind === "imported") return isOurs(binding) ? importedName(binding.node) : undefined;
      return binding.kind === "type" ? this.#importedAsType(binding) : this.#takenFromLibrary(binding);
    }
    if (node.type !== "MemberExpression" || node.object.type !== "Identifier") return undefined;
    const binding = this.#source.scopes.bindingOf.get(node.object);
    if (binding === undefined || binding.kind !== "imported" || !isOurs(binding) || importedName(binding.node) !== "*") return undefined;
    return propertyName({ key: node.property, computed: node.computed });
  }

  #importedAsType(binding: Binding): string | undefined {
    if (binding.node.type !== "ImportSpecifier" || !isOurs(binding)) return undefined;
    const name = importedName(binding.node);
    if (name !== "memory" && !this.#isDecorator(name)) return undefined;
    this.refuse("DECORATOR_IS_TYPE", binding.node, `The decorator '${name}' is imported as a type, which is not there when the source runs.`, `import { ${name} } from "openhcs";`);
    return name;
  }

  /** `const { ndarray } = hcs;` */
  #takenFromLibrary({ node, declarations }: Binding): string | undefined {
    if (node.type !== "VariableDeclarator" || node.id.type !== "ObjectPattern" || node.init?.type !== "Identifier") return undefined;
    const from = this.#source.scopes.bindingOf.get(node.init);
    if (from?.kind !== "imported" || !isOurs(from) || importedName(from.node) !== "*") return undefined;
    const property = node.id.properties.find((each) => each.type === "Property" && declarations.includes(each.value as Identifier));
    return property?.type === "Property" ? propertyName(property) : undefined;
  }

  #notImported(node: Identifier): string | undefined {
    if (node.name !== "memory" && !this.#isDecorator(node.name)) return undefined;
    this.refuse("DECORATOR_NOT_IMPORTED", node, `The decorator '${node.name}' is not imported.`, `import { ${node.name} } from "openhcs";`);
    return node.name;
  }

  /** Once per place, however many functions a decorator serves, and not where the import was refused already. */
  refuse(code: string, node: Node, message: string, fix?: string): void {
    if (this.reported.has(node)) return;
    this.reported.add(node);
    if (this.#source.issues.hasErrorAt(node)) return;
    this.#source.issues.error("decorator", code, node, message, { fix });
  }
}

function isOurs({ node }: Binding): boolean {
  const statement = node.parent;
  return statement?.type === "ImportDeclaration" && ourModules.has(statement.source.value);
}

/** Of overloads the last, which has the body. */
function implementation({ declarations }: Binding): AnyFunction | undefined {
  const node = declarations.at(-1)?.parent;
  return node?.type === "FunctionDeclaration" ? node : undefined;
}
