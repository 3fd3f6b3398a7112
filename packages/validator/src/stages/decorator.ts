import { camelCaseName, suggest } from "@openhcs/core";
import type { CallExpression, Node } from "oxc-parser";
import { propertyName, withoutTypes } from "../literal.js";
import type { ParsedSource } from "../parsed-source.js";
import { enclosingFunction, type AnyFunction, type Binding, type Identifier } from "../scopes.js";
import { wellKnownDecorators } from "../validation-options.js";
import { ourModules } from "./import-rules.js";
import { importedName } from "./imports.js";
import { readOptions, type ReadOptions } from "./tag-options.js";

/** A function of the source that a decorator tags. */
export interface Decorated {
  readonly memoryType: string;
  readonly options: ReadOptions;
  readonly fn: AnyFunction;
  /** The call that decorates. */
  readonly call: CallExpression;
  /** The top-level name by which the function is at hand once the source has run. */
  readonly binding: Binding;
  /** As the source spells the name under which it is registered. */
  readonly name: string;
  /** Where that name stands. */
  readonly nameNode: Node;
  /** The whole top-level statement, `export` included. */
  readonly statement: Node;
}

interface DecoratorUse {
  readonly memoryType: string | undefined;
  readonly memoryTypeNode: Node;
  readonly options: readonly Node[];
}

/** Finds the decorated functions, and says what is wrong with how they are decorated. */
export function checkDecorators(source: ParsedSource): readonly Decorated[] {
  const finder = new DecoratorFinder(source);
  const found = source.program.body.flatMap((statement) => finder.inStatement(statement));
  finder.checkOthers();
  checkDuplicates(found, source);
  if (found.length === 0 && !finder.hasReported && !source.isBroken) {
    const { memoryTypes } = source.options;
    const names = [...["ndarray", ...finder.decoratorNames].filter((name) => memoryTypes?.includes(name) !== false), "memory(\"name\")"];
    source.issues.error("decorator", "NO_FUNCTIONS", source.program.body.find(declaresFunction) ?? source.program.body[0] ?? { start: 0 }, "No valid functions found with memory type decorators. "
      + `Functions must be decorated with one of: ${names.join(", ")}.`, { fix: "export const myFunction = ndarray(function myFunction(image) { … });" });
  }
  return found;
}

function checkDuplicates(found: readonly Decorated[], { issues }: ParsedSource): void {
  const names = new Map<string, string>();
  for (const { name, nameNode } of found) {
    const key = camelCaseName(name);
    const other = names.get(key);
    if (other !== undefined) {
      const spelt = other === name ? "" : `, which "${other}" has already`;
      issues.error("decorator", "DUPLICATE_NAME", nameNode, `Two functions are named '${key}'${spelt}. Each function of a source has a name of its own.`, { functionName: key });
    }
    names.set(key, name);
  }
}

class DecoratorFinder {
  readonly #source: ParsedSource;
  readonly #reported = new Set<Node>();
  readonly #seen = new Set<Node>();
  readonly decoratorNames: readonly string[];

  constructor(source: ParsedSource) {
    this.#source = source;
    this.decoratorNames = source.options.decorators ?? wellKnownDecorators;
  }

  get hasReported(): boolean {
    return this.#reported.size > 0;
  }

  inStatement(statement: Node): readonly Decorated[] {
    const declared = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (declared?.type === "VariableDeclaration") {
      return declared.declarations.flatMap(({ id, init }) => (init === null ? [] : this.#inExpression(init, id, statement)));
    }
    if (declared?.type === "ExpressionStatement") return this.#inExpression(declared.expression, undefined, statement);
    if (declared?.type === "ExportDefaultDeclaration") {
      // Refused as syntax; that nothing is decorated would be a second error about the same.
      const { declaration } = declared;
      this.#seen.add(declaration);
      if (declaration.type === "CallExpression" && this.#use(declaration.callee) !== undefined) this.#reported.add(declared);
    }
    return [];
  }

  /** Decorators that are called where nothing can be registered. */
  checkOthers(): void {
    for (const call of this.#source.scopes.calls) {
      if (this.#seen.has(call) || call.arguments.length === 0) continue;
      const argument = withoutTypes(call.arguments[0] as Node);
      if (argument.type === "ObjectExpression" || this.#isOptions(argument) || this.#use(call.callee) === undefined) continue;
      const message = "A decorated function must be a constant of its own at the top level of the source; here it is not registered.";
      const fix = "export const myFunction = ndarray(function myFunction(image) { … });";
      if (enclosingFunction(call) !== undefined) this.#source.issues.warn("decorator", "NOT_TOP_LEVEL", call, message, { fix });
      else this.#refuse("NOT_TOP_LEVEL", call, message, fix);
    }
  }

  #isOptions(node: Node): boolean {
    const constant = node.type === "Identifier" ? this.#source.literals.constantOf(node) : undefined;
    return constant !== undefined && withoutTypes(constant).type === "ObjectExpression";
  }

  #inExpression(expression: Node, id: Node | undefined, statement: Node): readonly Decorated[] {
    const call = withoutTypes(expression);
    if (call.type !== "CallExpression") return [];
    this.#seen.add(call);
    const use = this.#use(call.callee);
    const [argument] = call.arguments;
    if (use === undefined) { this.#nearMiss(call, argument); return []; }
    const inner = argument === undefined ? undefined : withoutTypes(argument);
    if (inner !== undefined && (inner.type === "ObjectExpression" || this.#isOptions(inner))) {
      if (id === undefined) this.#refuse("DECORATES_NOTHING", call, "These options decorate nothing. Give the function in a second call: ndarray({ … })(function …).");
      return [];
    }
    const fn = inner === undefined ? undefined : this.#functionOf(inner);
    if (fn === undefined) {
      this.#refuse("NOT_A_FUNCTION", inner ?? call, "What a decorator takes must be a function of this source: ndarray(function name(image) { … }).");
      return [];
    }
    const binding = id === undefined ? (inner?.type === "Identifier" ? this.#source.scopes.bindingOf.get(inner) : undefined)
      : id.type === "Identifier" ? this.#source.scopes.topLevel.get(id.name) : undefined;
    if (binding === undefined) {
      const name = fn.id?.name ?? "myFunction";
      this.#refuse("NO_BINDING", call, "A decorated function needs a name in the source.", `export const ${name} = ndarray(…);`);
      return [];
    }
    return [this.#decorated(use, call, fn, inner as Node, binding, statement)];
  }

  /** What is called with a function as a decorator is, and imported from our library, but is none. */
  #nearMiss({ callee }: CallExpression, argument: Node | undefined): void {
    const inner = argument === undefined ? undefined : withoutTypes(argument);
    const called = callee.type === "CallExpression" ? withoutTypes(callee.callee) : withoutTypes(callee);
    if ((inner?.type !== "FunctionExpression" && inner?.type !== "ArrowFunctionExpression") || called.type !== "Identifier") return;
    const name = this.#libraryName(called);
    if (name === undefined || name === "memory" || this.#source.options.libraryFunctions?.includes(name) === true) return;
    const { memoryTypes } = this.#source.options;
    const [nearest] = suggest(name, ["ndarray", "memory", ...this.decoratorNames].filter((each) => each === "memory" || memoryTypes?.includes(each) !== false));
    if (nearest === undefined) return;
    const place = this.#source.scopes.bindingOf.get(called)?.node ?? called;
    this.#refuse("UNKNOWN_DECORATOR", place, `'${name}' is no decorator; nearest: ${nearest}.`, nearest);
  }

  #decorated(use: DecoratorUse, call: CallExpression, fn: AnyFunction, argument: Node, binding: Binding, statement: Node): Decorated {
    const options = readOptions(use.options, this.#source);
    const { memoryType = "ndarray", memoryTypeNode } = use;
    this.#checkInstalled(memoryType, memoryTypeNode);
    for (const option of ["inputMemoryType", "outputMemoryType"] as const) {
      const named = options.values[option];
      if (named !== undefined) this.#checkInstalled(named, options.places[option] as Node);
    }
    const own = fn.id ?? (argument.type === "Identifier" ? argument : undefined);
    const nameNode = options.values.name !== undefined ? options.places["name"] as Node : own ?? binding.declarations[0] as Node;
    const name = options.values.name ?? own?.name ?? binding.name;
    return { memoryType, options, fn, call, binding, name, nameNode, statement };
  }

  #checkInstalled(memoryType: string, node: Node): void {
    const { memoryTypes } = this.#source.options;
    if (memoryTypes === undefined || memoryTypes.includes(memoryType)) return;
    this.#refuse("UNKNOWN_MEMORY_TYPE", node, `Memory type '${memoryType}' is not installed; there are ${memoryTypes.join(", ")}.`);
  }

  /** The function that an expression is, or names. */
  #functionOf(node: Node): AnyFunction | undefined {
    if (node.type === "FunctionExpression" || node.type === "ArrowFunctionExpression") return node;
    if (node.type !== "Identifier") return undefined;
    const binding = this.#source.scopes.bindingOf.get(node);
    if (binding?.kind === "function" && binding.isTopLevel) return implementation(binding);
    const value = this.#source.literals.constantOf(node);
    const inner = value === undefined ? undefined : withoutTypes(value);
    return inner?.type === "FunctionExpression" || inner?.type === "ArrowFunctionExpression" ? inner : undefined;
  }

  /** What an expression decorates with; undefined where it is no decorator. */
  #use(expression: Node, depth = 0): DecoratorUse | undefined {
    const node = withoutTypes(expression);
    const name = this.#libraryName(node);
    if (name !== undefined) return this.#isDecorator(name) ? { memoryType: name, memoryTypeNode: node, options: [] } : undefined;
    if (depth > 4) return undefined;
    if (node.type === "Identifier") {
      const value = this.#source.literals.constantOf(node);
      return value === undefined || value.start >= node.start ? undefined : this.#use(value, depth + 1);
    }
    if (node.type !== "CallExpression") return undefined;
    this.#seen.add(node);
    if (this.#libraryName(withoutTypes(node.callee)) === "memory") return this.#memory(node);
    const use = this.#use(node.callee, depth + 1);
    if (use === undefined) return undefined;
    const [argument] = node.arguments;
    const inner = argument === undefined ? undefined : withoutTypes(argument);
    if (inner !== undefined && this.#functionOf(inner) !== undefined) return undefined;
    const object = inner?.type === "Identifier" ? this.#source.literals.constantOf(inner) : inner;
    const options = object === undefined ? undefined : withoutTypes(object);
    if (options?.type !== "ObjectExpression") {
      this.#refuse("OPTIONS_NOT_LITERAL", inner ?? node, "The options of a decorator must be an object written in the source: ndarray({ contract: \"pure2d\" })(function …).");
      return use;
    }
    return { ...use, options: [...use.options, options] };
  }

  #memory(call: CallExpression): DecoratorUse {
    const [argument] = call.arguments;
    const literal = argument === undefined ? undefined : this.#source.literals.of(argument);
    const value = literal !== undefined && "value" in literal ? literal.value : undefined;
    if (typeof value === "string" && value !== "") return { memoryType: value, memoryTypeNode: argument as Node, options: [] };
    this.#refuse("MEMORY_TYPE_NOT_LITERAL", argument ?? call, "memory(…) takes the name of a memory type as a literal string: memory(\"opencl\").");
    return { memoryType: undefined, memoryTypeNode: call, options: [] };
  }

  #isDecorator(name: string): boolean {
    return name === "ndarray" || this.decoratorNames.includes(name);
  }

  /** What an expression is called in our library, whatever it was imported as. */
  #libraryName(node: Node): string | undefined {
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
    this.#refuse("DECORATOR_IS_TYPE", binding.node, `The decorator '${name}' is imported as a type, which is not there when the source runs.`, `import { ${name} } from "openhcs";`);
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
    this.#refuse("DECORATOR_NOT_IMPORTED", node, `The decorator '${node.name}' is not imported.`, `import { ${node.name} } from "openhcs";`);
    return node.name;
  }

  /** Once per place, however many functions a decorator serves, and not where the import was refused already. */
  #refuse(code: string, node: Node, message: string, fix?: string): void {
    if (this.#reported.has(node)) return;
    this.#reported.add(node);
    if (this.#source.issues.hasErrorAt(node)) return;
    this.#source.issues.error("decorator", code, node, message, { fix });
  }
}

/** What its writer may have meant to be found. */
function declaresFunction(statement: Node): boolean {
  const declared = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
  if (declared?.type !== "VariableDeclaration") return declared?.type === "FunctionDeclaration";
  return declared.declarations.some(({ init }) => {
    const value = init === null ? undefined : withoutTypes(init);
    return [value, ...(value?.type === "CallExpression" ? value.arguments : [])].some((each) => each?.type === "FunctionExpression" || each?.type === "ArrowFunctionExpression");
  });
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
