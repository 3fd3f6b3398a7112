import { dtypeConversions, processingContracts, suggest, type Output, type ParameterArgument, type TagOptions } from "@openhcs/core";
import type { Node } from "oxc-parser";
import { propertyName } from "../literal.js";
import type { ParsedSource } from "../parsed-source.js";

type Rule = (value: unknown) => true | string;

const text: Rule = (value) => typeof value === "string" || "must be a string";
const someText: Rule = (value) => (typeof value === "string" && value !== "") || "must be a string that is not empty";
const oneOf = (choices: readonly string[]): Rule => (value) => choices.includes(value as string) || `must be one of ${choices.join(", ")}`;
const listOfText: Rule = (value) => (Array.isArray(value) && value.every((item) => typeof item === "string" && item !== "")) || "must be a list of strings";
const namePattern = /^[A-Za-z_$][\w$]*$/;
const listOfNames: Rule = (value) => {
  if (listOfText(value) !== true) return "must be a list of names";
  const names = value as readonly string[];
  const wrong = names.find((name) => !namePattern.test(name));
  if (wrong !== undefined) return `must be a list of names, and ${JSON.stringify(wrong)} is none`;
  const twice = names.find((name, at) => names.indexOf(name) < at);
  return twice === undefined || `must name each once, and "${twice}" stands there twice`;
};

const parameterTraits = {
  any: [], boolean: [], file: ["extensions"], list: ["items", "minLength", "maxLength"], object: ["properties"], string: ["choices"],
  number: ["min", "max", "exclusiveMin", "exclusiveMax", "nonFinite", "orList", "perAxis"],
  integer: ["min", "max", "exclusiveMin", "exclusiveMax", "nonFinite", "orList", "perAxis"],
} as const satisfies Record<ParameterArgument["type"], readonly string[]>;
const everyTrait = ["type", "description", "optional", "default", "defaultBy", "when", "unit", "examples"];

const parameters: Rule = (value) => {
  if (!isRecord(value)) return "must be an object of parameters by name";
  for (const [name, declared] of Object.entries(value)) {
    if (!isRecord(declared)) return `must describe "${name}" by an object such as { type: "number", default: 1 }`;
    const { type } = declared;
    if (typeof type !== "string" || !Object.hasOwn(parameterTraits, type)) return `must give "${name}" a type out of ${Object.keys(parameterTraits).join(", ")}, received ${JSON.stringify(type)}`;
    const traits = [...everyTrait, ...parameterTraits[type as ParameterArgument["type"]]];
    const unknown = Object.keys(declared).find((trait) => !traits.includes(trait));
    if (unknown !== undefined) return `has an unknown trait "${unknown}" of "${name}"${nearest(unknown, traits)}`;
  }
  return true;
};

const resultKinds = ["image", "float", "mask", "labels", "native"];
const outputTypes = ["array", "table", "number", "integer", "string", "boolean", "list", "object", "file", "any"] satisfies readonly Output["type"][];

const specialOutputs: Rule = (value) => {
  if (Array.isArray(value)) return value.includes("image") ? "must not name the image itself" : listOfNames(value);
  if (!isRecord(value)) return "must be a list of names, or an object of outputs by name";
  for (const [name, output] of Object.entries(value)) {
    if (name === "image") return "must not name the image itself";
    if (!isRecord(output) || !outputTypes.includes(output["type"] as Output["type"])) return `must give "${name}" a type out of ${outputTypes.join(", ")}`;
    if (output["type"] === "array" && !resultKinds.includes(output["result"] as string)) return `must give the array "${name}" a result out of ${resultKinds.join(", ")}`;
  }
  return true;
};

const rules: Readonly<Record<keyof TagOptions, Rule>> = {
  name: someText,
  inputMemoryType: someText,
  outputMemoryType: someText,
  contract: oneOf(processingContracts),
  result: oneOf(resultKinds),
  dtypeConversion: oneOf(dtypeConversions),
  specialOutputs,
  specialInputs: (value) => (Array.isArray(value) && value.includes("image") ? "must not name the image itself" : listOfNames(value)),
  parameters,
  documentation: text,
  tags: listOfText,
};

/** The options of a decorator with the places where they stand; what is wrong is reported and left out. */
export interface ReadOptions {
  readonly values: TagOptions;
  readonly places: Readonly<Record<string, Node>>;
}

export function readOptions(objects: readonly Node[], source: ParsedSource): ReadOptions {
  const values: Record<string, unknown> = {};
  const places: Record<string, Node> = {};
  const refuse = (code: string, node: Node, message: string, fix?: string) => source.issues.error("decorator", code, node, message, { fix });
  for (const object of objects) {
    if (object.type !== "ObjectExpression") continue;
    for (const property of object.properties) {
      const name = property.type === "Property" ? propertyName(property) : undefined;
      if (property.type !== "Property" || name === undefined || property.kind !== "init" || property.method) {
        refuse("OPTIONS_NOT_LITERAL", property, "The options of a decorator must be literal data, so that they can be read without running the source.");
        continue;
      }
      const rule = Object.hasOwn(rules, name) ? rules[name as keyof TagOptions] : undefined;
      if (rule === undefined) {
        const names = Object.keys(rules);
        refuse("UNKNOWN_OPTION", property, `A decorator has no option "${name}"${nearest(name, names) || `; there are ${names.join(", ")}`}.`, suggest(name, names)[0]);
        continue;
      }
      const literal = source.literals.of(property.value);
      if ("refused" in literal) {
        refuse("OPTIONS_NOT_LITERAL", literal.refused, `The option "${name}" must be literal data, so that it can be read without running the source.`);
        continue;
      }
      if (literal.value === undefined) continue;
      const answer = rule(literal.value);
      if (answer !== true) refuse("INVALID_OPTION", property.value, `The option "${name}" ${answer}, received ${JSON.stringify(literal.value)}.`);
      else { values[name] = literal.value; places[name] = property.value; }
    }
  }
  return { values: values as TagOptions, places };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function nearest(name: string, names: readonly string[]): string {
  const [first] = suggest(name, names);
  return first === undefined ? "" : `; nearest: ${first}`;
}
