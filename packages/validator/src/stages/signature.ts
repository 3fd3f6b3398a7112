import { camelCaseName, type Output, type ParameterArgument, type TagOptions } from "@openhcs/core";
import type { Expression, Node, ParamPattern, TSType } from "oxc-parser";
import type { DeclaredFunction } from "../declared-function.js";
import type { ParsedSource } from "../parsed-source.js";
import { definitionRefusal, withoutConditions } from "../signature/definition-refusal.js";
import { readLimits } from "../signature/declared-limits.js";
import type { DocComment, DocParameter } from "../signature/doc-comment.js";
import { docOfDecorated } from "../signature/function-doc.js";
import { checkFunctionName } from "../signature/function-name.js";
import { readHint, type ParameterHint } from "../signature/parameter-hint.js";
import { isArrayType, readType } from "../signature/parameter-type.js";
import { declarationSpan, nameSpans } from "../spans.js";
import { checkArrayUse } from "./array-use.js";
import { checkAwaits } from "./missing-await.js";
import type { Decorated } from "./decorator.js";
import { checkResult, checkReturns, checkUse } from "./function-body.js";

/** Reads the parameters of the decorated functions, and says what is wrong with them. */
export function checkSignatures(decorated: readonly Decorated[], source: ParsedSource): readonly DeclaredFunction[] {
  const functions = decorated.map((each) => new SignatureReader(each, source).read());
  checkAwaits(source, decorated);
  return functions;
}

interface Parameter {
  readonly name: string;
  /** The whole parameter. */
  readonly node: Node;
  readonly type: TSType | undefined;
  readonly default: Expression | undefined;
  readonly isOptional: boolean;
}

class SignatureReader {
  readonly #decorated: Decorated;
  readonly #source: ParsedSource;
  readonly #name: string;
  readonly #doc: DocComment | undefined;
  readonly #options: TagOptions;

  constructor(decorated: Decorated, source: ParsedSource) {
    this.#decorated = decorated;
    this.#source = source;
    this.#name = camelCaseName(decorated.name);
    this.#options = decorated.options.values;
    this.#doc = docOfDecorated(decorated, source);
  }

  read(): DeclaredFunction {
    const { fn, memoryType, binding, name } = this.#decorated;
    const { inputMemoryType = memoryType, outputMemoryType = memoryType, contract, result, dtypeConversion, specialInputs = [], specialOutputs = [], tags = [] } = this.#options;
    this.#checkName();
    if (fn.generator) this.#refuse("GENERATOR", fn, "must not be a generator; it returns its result.");
    const [first, ...rest] = this.#parameterNodes;
    this.#checkFirst(first);
    const parameters = this.#parameters(rest);
    this.#checkDocumented(parameters);
    const outputs: Readonly<Record<string, Output>> = Array.isArray(specialOutputs)
      ? Object.fromEntries(specialOutputs.map((output: string) => [output, { type: "any" as const }])) : { ...specialOutputs as Readonly<Record<string, Output>> };
    checkUse(fn, this.#name, this.#source);
    checkResult(fn, this.#name, this.#source);
    checkArrayUse(this.#decorated, this.#name, this.#source);
    checkReturns(fn, this.#name, Object.keys(outputs), this.#source);
    const { documentation: prose = "", returns, examples = [], tags: docTags = [], limits = [] } = this.#doc ?? {};
    const declared: DeclaredFunction = {
      name: this.#name, originalName: name, binding: binding.name,
      inputMemoryType, executionMemoryType: memoryType, outputMemoryType,
      ...(contract === undefined ? {} : { contract }), ...(result === undefined ? {} : { result }), ...(dtypeConversion === undefined ? {} : { dtypeConversion }),
      specialInputs, specialOutputs: outputs,
      parameters, parameterOrder: Object.keys(parameters),
      documentation: this.#options.documentation ?? prose,
      ...(returns === undefined ? {} : { returns }),
      tags: [...new Set([...tags, ...docTags])], examples,
      limits: readLimits(limits, this.#name, this.#source.issues),
      isAsync: fn.async,
      declaration: declarationSpan(this.#decorated, this.#source),
      nameSpans: nameSpans(this.#decorated, this.#source),
    };
    this.#checkDefinition(declared);
    return declared;
  }

  /** Without `this`, of which only the type is there. */
  get #parameterNodes(): readonly ParamPattern[] {
    return this.#decorated.fn.params.filter((node) => this.#nameOf(node) !== "this");
  }

  #refuse(code: string, node: Pick<Node, "start">, rule: string, fix?: string): void {
    this.#source.issues.error("signature", code, node, `Function '${this.#name}'${rule.startsWith(":") ? "" : " "}${rule}`, { fix, functionName: this.#name });
  }

  #warn(code: string, node: Pick<Node, "start">, what: string): void {
    this.#source.issues.warn("signature", code, node, `Function '${this.#name}' ${what}`, { functionName: this.#name });
  }

  #checkName(): void {
    const { name, nameNode, binding } = this.#decorated;
    const own = checkFunctionName(name);
    const answer = own === true ? checkFunctionName(this.#name) : own;
    if (answer !== true) this.#source.issues.error("signature", "FUNCTION_NAME", nameNode, `Function name '${name}' ${answer}.`, { functionName: name });
    if (this.#options.name === undefined && binding.name !== name) {
      this.#warn("NAME_DIFFERS", nameNode, `is declared as '${binding.name}', and registered under its own name.`);
    }
  }

  #checkFirst(first: ParamPattern | undefined): void {
    const must = "must be named 'image' (3D array: C, Y, X).";
    const { fn } = this.#decorated;
    if (first === undefined) return this.#refuse("FIRST_PARAMETER", fn, "has no parameters, but its first must be 'image' (3D array: C, Y, X).", "image: NdArray");
    const named = first.type === "AssignmentPattern" ? first.left : first;
    if (named.type !== "Identifier") return this.#refuse("FIRST_PARAMETER", first, `takes its first parameter apart, but it ${must}`, "image: NdArray");
    if (named.name !== "image") return this.#refuse("FIRST_PARAMETER", first, `first parameter is '${named.name}', but must be 'image' (3D array: C, Y, X).`, "image");
    if (first.type === "AssignmentPattern" || isOptional(named)) this.#refuse("IMAGE_OPTIONAL", first, "must not give 'image' a default; an image is always passed.", "image: NdArray");
  }

  #parameters(rest: readonly ParamPattern[]): Readonly<Record<string, ParameterArgument>> {
    const { specialInputs = [], parameters: described = {} } = this.#options;
    const read: [string, ParameterArgument][] = [];
    for (const node of rest) {
      const parameter = this.#parameter(node);
      if (parameter === undefined) continue;
      const argument = specialInputs.includes(parameter.name) ? this.#specialInput(parameter) : this.#argument(parameter, Object.hasOwn(described, parameter.name) ? described[parameter.name] : undefined);
      if (argument !== undefined) read.push([parameter.name, argument]);
    }
    const names = rest.flatMap((node) => this.#nameOf(node) ?? []);
    for (const [option, wanted] of [["specialInputs", specialInputs], ["parameters", Object.keys(described)]] as const) {
      for (const name of wanted) {
        if (!names.includes(name)) this.#refuse("UNDECLARED_PARAMETER", this.#decorated.options.places[option] as Node, `has no parameter '${name}', which the option "${option}" names.`);
      }
    }
    return Object.fromEntries(read);
  }

  #nameOf(node: ParamPattern): string | undefined {
    const named = node.type === "AssignmentPattern" ? node.left : node;
    return named.type === "Identifier" ? named.name : undefined;
  }

  #parameter(node: ParamPattern): Parameter | undefined {
    if (node.type === "RestElement") return void this.#refuse("REST_PARAMETER", node, "must not have rest parameters; name each.");
    const named = node.type === "AssignmentPattern" ? node.left : node;
    if (named.type !== "Identifier") return void this.#refuse("DESTRUCTURED_PARAMETER", node, "must not take parameters apart; name each.");
    return { name: named.name, node, type: named.typeAnnotation?.typeAnnotation, default: node.type === "AssignmentPattern" ? node.right : undefined, isOptional: isOptional(named) };
  }

  /** What an earlier step produces is whatever that is. */
  #specialInput({ name, default: given, isOptional }: Parameter): ParameterArgument {
    const { description } = this.#hint(name);
    return { type: "any", ...(description === "" ? {} : { description }), ...(isOptional || given !== undefined ? { optional: true } : {}) };
  }

  #argument(parameter: Parameter, described: ParameterArgument | undefined): ParameterArgument | undefined {
    const { name, node, type, isOptional } = parameter;
    const given = this.#default(parameter);
    if (given === "refused") return undefined;
    const hint = this.#hint(name);
    if (described !== undefined) return this.#merged(parameter, described, given, hint);
    if (type === undefined && (given === undefined || given.value === undefined)) {
      return void this.#refuse("UNTYPED_PARAMETER", node, `parameter '${name}' needs a type or a default value.`, `${name}: number = 1`);
    }
    const read = type === undefined ? typeOfValue(given?.value) : readType(type, this.#source);
    if ("refused" in read) {
      return type !== undefined && isArrayType(type)
        ? void this.#refuse("ARRAY_PARAMETER", type, `parameter '${name}' is an array, which only special inputs can be.`, `ndarray({ specialInputs: ["${name}"] })(…)`)
        : void this.#refuse("PARAMETER_TYPE", type ?? node, `parameter '${name}' has a type that ${read.refused}.`, read.fix);
    }
    const optional = given === undefined || given.value === undefined ? isOptional || read.isOptional === true || given !== undefined : false;
    const argument = this.#withHint(parameter, read.argument, hint);
    return { ...argument, ...(optional ? { optional: true } : {}), ...(given?.value === undefined ? {} : { default: given.value }) } as ParameterArgument;
  }

  #merged({ isOptional, node }: Parameter, described: ParameterArgument, given: { readonly value: unknown } | undefined, { description, unit }: ParameterHint): ParameterArgument {
    if (given?.value !== undefined && described.default !== undefined && JSON.stringify(given.value) !== JSON.stringify(described.default)) {
      this.#refuse("DEFAULTS_DIFFER", node, `gives '${this.#nameOf(node as ParamPattern)}' the default ${JSON.stringify(given.value)}, and its options ${JSON.stringify(described.default)}.`);
    }
    return {
      ...(description === "" ? {} : { description }), ...(unit === undefined ? {} : { unit }), ...(isOptional && described.default === undefined ? { optional: true } : {}),
      ...described, ...(given?.value === undefined ? {} : { default: given.value }),
    } as ParameterArgument;
  }

  /** The value of a default; `undefined` where there is none. */
  #default({ name, default: given }: Parameter): { readonly value: unknown } | undefined | "refused" {
    if (given === undefined) return undefined;
    const literal = this.#source.literals.of(given);
    if ("value" in literal && literal.value !== null) return literal;
    if ("value" in literal) {
      this.#refuse("DEFAULT_NULL", given, `parameter '${name}' has the default null, which no value can be checked against. Leave it out instead: ${name}?: number`, `${name}?: number`);
      return "refused";
    }
    const written = this.#source.text.code.slice(given.start, given.end);
    const shown = written.length > 60 ? `${written.slice(0, 60)}…` : written;
    this.#refuse("DEFAULT_NOT_LITERAL", literal.refused, `parameter '${name}' has a default that is no literal: ${shown.replace(/\s+/g, " ")}. It is read without running the source. `
      + "Write the value, or leave it out and find it in the function.", `${name}?: …`);
    return "refused";
  }

  #withHint({ name }: Parameter, argument: ParameterArgument, { description, unit, range, isInteger, doubt }: ParameterHint): ParameterArgument {
    const isNumeric = argument.type === "number" || argument.type === "integer" || (argument.type === "list" && argument.items?.type === "number");
    if (doubt !== undefined && isNumeric) {
      this.#warn("RANGE_NOT_READ", { start: this.#docParameter(name)?.start ?? 0 }, `documents "${doubt}" of '${name}', which is not read as a range. A range is a part of its own, as in: @param ${name} what it is, 0..50`);
    }
    const shared = { ...(description === "" ? {} : { description }), ...(unit === undefined ? {} : { unit }) };
    if (argument.type === "number" || argument.type === "integer") return { ...argument, ...(isInteger ? { type: "integer" } : {}), ...range, ...shared } as ParameterArgument;
    if (argument.type === "list" && argument.items?.type === "number" && (range !== undefined || isInteger)) {
      return { ...argument, items: { ...argument.items, ...(isInteger ? { type: "integer" } : {}), ...range }, ...shared } as ParameterArgument;
    }
    if (range !== undefined) this.#warn("RANGE_IGNORED", { start: this.#docParameter(name)?.start ?? 0 }, `documents a range of '${name}', which is no number.`);
    return { ...argument, ...shared } as ParameterArgument;
  }

  #docParameter(name: string): DocParameter | undefined {
    return this.#doc?.parameters.find((parameter) => parameter.name === name);
  }

  #hint(name: string): ParameterHint {
    const doc = this.#docParameter(name);
    const hint = readHint(doc?.text ?? "", name);
    return doc?.type === "integer" || doc?.type === "int" ? { ...hint, isInteger: true } : hint;
  }

  #checkDocumented(parameters: Readonly<Record<string, ParameterArgument>>): void {
    const { statement, fn } = this.#decorated;
    if ((this.#options.documentation ?? this.#doc?.documentation ?? "") === "") this.#warn("UNDOCUMENTED", statement, "has no documentation. Describe it in a comment /** … */ above.");
    const [, ...rest] = this.#parameterNodes;
    // What the first is called is an error of its own where it is not `image`; the renamed one needs no documentation.
    const names = new Set(["image", ...fn.params.flatMap((node) => this.#nameOf(node) ?? [])]);
    for (const { name, start } of this.#doc?.parameters ?? []) {
      if (!names.has(name)) this.#warn("UNKNOWN_DOC_PARAMETER", { start }, `documents a parameter '${name}', which it does not have.`);
    }
    for (const node of rest) {
      const name = this.#nameOf(node);
      if (name === undefined || this.#docParameter(name) !== undefined) continue;
      if (!Object.hasOwn(parameters, name) || parameters[name]?.description === undefined) this.#warn("UNDOCUMENTED_PARAMETER", node, `has no documentation of '${name}'. Write @param ${name} and what it is.`);
    }
  }

  /** The core has the last word on what a definition may be. */
  #checkDefinition(declared: DeclaredFunction): void {
    const { fn, options, nameNode } = this.#decorated;
    if (checkFunctionName(declared.originalName) !== true) return;
    const refusal = (parameters: DeclaredFunction["parameters"]) => definitionRefusal({ ...declared, parameters });
    if (refusal(declared.parameters) === undefined) return;
    let isPlaced = false;
    for (const [name, argument] of Object.entries(declared.parameters)) {
      const alone = refusal({ [name]: withoutConditions(argument) });
      if (alone === undefined) continue;
      isPlaced = true;
      const node = fn.params.find((parameter) => this.#nameOf(parameter) === name);
      this.#refuse("DEFAULT_VALUE", node?.type === "AssignmentPattern" ? node.right : node ?? fn, `: ${alone}`);
    }
    if (!isPlaced) this.#refuse("DEFINITION", options.places["parameters"] ?? nameNode, `cannot be defined: ${refusal(declared.parameters) ?? ""}`);
  }
}

/** `name?: Type`, which the types of the parser deny. */
function isOptional(node: Node): boolean {
  return (node as { readonly optional?: boolean }).optional === true;
}

/** A default says what a parameter without a type is. */
function typeOfValue(value: unknown): ReturnType<typeof readType> {
  if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") return { argument: { type: typeof value as "number" | "string" | "boolean" } };
  if (!Array.isArray(value)) return { argument: { type: "object" } };
  return value.length > 0 && value.every((item) => typeof item === "number") ? { argument: { type: "list", items: { type: "number" } } } : { argument: { type: "list" } };
}
