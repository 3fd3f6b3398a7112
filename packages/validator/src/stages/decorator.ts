import { camelCaseName, suggest } from "@openhcs/core";
import type { CallExpression, Node } from "oxc-parser";
import { withoutTypes } from "../literal.js";
import type { ParsedSource } from "../parsed-source.js";
import { enclosingFunction, type AnyFunction, type Binding } from "../scopes.js";
import { Decorators, type DecoratorUse } from "./decorator-use.js";
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
  readonly #decorators: Decorators;

  constructor(source: ParsedSource) {
    this.#source = source;
    this.#decorators = new Decorators(source);
  }

  get decoratorNames(): readonly string[] {
    return this.#decorators.names;
  }

  get hasReported(): boolean {
    return this.#decorators.reported.size > 0;
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
      this.#decorators.seen.add(declaration);
      if (declaration.type === "CallExpression" && this.#decorators.use(declaration.callee) !== undefined) this.#decorators.reported.add(declared);
    }
    return [];
  }

  /** Decorators that are called where nothing can be registered. */
  checkOthers(): void {
    for (const call of this.#source.scopes.calls) {
      if (this.#decorators.seen.has(call) || call.arguments.length === 0) continue;
      const argument = withoutTypes(call.arguments[0] as Node);
      if (argument.type === "ObjectExpression" || this.#decorators.isOptions(argument) || this.#decorators.use(call.callee) === undefined) continue;
      const message = "A decorated function must be a constant of its own at the top level of the source; here it is not registered.";
      const fix = "export const myFunction = ndarray(function myFunction(image) { … });";
      if (enclosingFunction(call) !== undefined) this.#source.issues.warn("decorator", "NOT_TOP_LEVEL", call, message, { fix });
      else this.#decorators.refuse("NOT_TOP_LEVEL", call, message, fix);
    }
  }

  #inExpression(expression: Node, id: Node | undefined, statement: Node): readonly Decorated[] {
    const call = withoutTypes(expression);
    if (call.type !== "CallExpression") return [];
    this.#decorators.seen.add(call);
    const use = this.#decorators.use(call.callee);
    const [argument] = call.arguments;
    if (use === undefined) { this.#nearMiss(call, argument); return []; }
    const inner = argument === undefined ? undefined : withoutTypes(argument);
    if (inner !== undefined && (inner.type === "ObjectExpression" || this.#decorators.isOptions(inner))) {
      if (id === undefined) this.#decorators.refuse("DECORATES_NOTHING", call, "These options decorate nothing. Give the function in a second call: ndarray({ … })(function …).");
      return [];
    }
    const fn = inner === undefined ? undefined : this.#decorators.functionOf(inner);
    if (fn === undefined) {
      this.#decorators.refuse("NOT_A_FUNCTION", inner ?? call, "What a decorator takes must be a function of this source: ndarray(function name(image) { … }).");
      return [];
    }
    const binding = id === undefined ? (inner?.type === "Identifier" ? this.#source.scopes.bindingOf.get(inner) : undefined)
      : id.type === "Identifier" ? this.#source.scopes.topLevel.get(id.name) : undefined;
    if (binding === undefined) {
      const name = fn.id?.name ?? "myFunction";
      this.#decorators.refuse("NO_BINDING", call, "A decorated function needs a name in the source.", `export const ${name} = ndarray(…);`);
      return [];
    }
    return [this.#decorated(use, call, fn, inner as Node, binding, statement)];
  }

  /** What is called with a function as a decorator is, and imported from our library, but is none. */
  #nearMiss({ callee }: CallExpression, argument: Node | undefined): void {
    const inner = argument === undefined ? undefined : withoutTypes(argument);
    const called = callee.type === "CallExpression" ? withoutTypes(callee.callee) : withoutTypes(callee);
    if ((inner?.type !== "FunctionExpression" && inner?.type !== "ArrowFunctionExpression") || called.type !== "Identifier") return;
    const name = this.#decorators.libraryName(called);
    if (name === undefined || name === "memory" || this.#source.options.libraryFunctions?.includes(name) === true) return;
    const { memoryTypes } = this.#source.options;
    const [nearest] = suggest(name, ["ndarray", "memory", ...this.#decorators.names].filter((each) => each === "memory" || memoryTypes?.includes(each) !== false));
    if (nearest === undefined) return;
    const place = this.#source.scopes.bindingOf.get(called)?.node ?? called;
    this.#decorators.refuse("UNKNOWN_DECORATOR", place, `'${name}' is no decorator; nearest: ${nearest}.`, nearest);
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
    this.#decorators.refuse("UNKNOWN_MEMORY_TYPE", node, `Memory type '${memoryType}' is not installed; there are ${memoryTypes.join(", ")}.`);
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
