import { dtypes as allDtypes, type ArrayArgument, type NumberArgument, type Output, type ParameterArgument } from "@openhcs/core";

/** Choices that are longer together stand with the description. */
const longestType = 60;
const mostDtypes = 6;

/** What an array may be: `any dtype but float16, 2 or 3 axes`. */
export function arrayType({ dtypes = allDtypes, ranks, optional }: ArrayArgument): string {
  const excluded = allDtypes.filter((dtype) => !dtypes.includes(dtype));
  const allowed = dtypes.length <= mostDtypes ? dtypes.join("|") : ["any dtype", ...(excluded.length > 0 ? [`but ${excluded.join(", ")}`] : [])].join(" ");
  return [allowed, ...(ranks === undefined ? [] : [axesCount(ranks)]), ...(optional === true ? ["optional"] : [])].join(", ");
}

/** `2 axes`, `2 or 3 axes`, `1 to 8 axes`. */
function axesCount(ranks: readonly number[]): string {
  const sorted = [...ranks].sort((a, b) => a - b);
  const [first = 0, last = 0] = [sorted[0], sorted.at(-1)];
  const isRun = sorted.length > 2 && last - first === sorted.length - 1;
  const count = isRun ? `${first} to ${last}` : sorted.join(" or ");
  return `${count} ${count === "1" ? "axis" : "axes"}`;
}

export function parameterType(argument: ParameterArgument): string {
  const choices = choicesOf(argument).join("|");
  if (argument.type === "list") {
    if (choices !== "" && choices.length <= longestType) return `list of ${choices}`;
    return argument.items === undefined ? "list" : `list of ${parameterType(argument.items)}`;
  }
  if (choices !== "" && choices.length <= longestType) return choices;
  if (argument.type !== "number" && argument.type !== "integer") return argument.type;
  const unit = argument.unit === undefined ? "" : ` ${argument.unit}`;
  return `${argument.type}${range(argument)}${unit}${argument.perAxis === true ? ", one or one per axis" : argument.orList === true ? ", one or a list" : ""}`;
}

function choicesOf(argument: ParameterArgument): readonly string[] {
  if (argument.type === "list") return argument.items === undefined ? [] : choicesOf(argument.items);
  return argument.type === "string" ? (argument.choices ?? []) : [];
}

function range({ min, max, exclusiveMin, exclusiveMax }: NumberArgument): string {
  if (min === undefined && max === undefined) return "";
  return ` ${exclusiveMin === true || min === undefined ? "(" : "["}${min ?? "-∞"}, ${max ?? "∞"}${exclusiveMax === true || max === undefined ? ")" : "]"}`;
}

export function defaultText({ default: value, defaultBy, optional, when }: ParameterArgument): string {
  const by = Object.entries(defaultBy ?? {}).flatMap(([name, values]) => Object.entries(values).map(([choice, fallback]) => `${JSON.stringify(fallback)} for ${name} ${choice}`));
  const own = value === undefined ? (optional === true || when !== undefined ? "" : "required") : JSON.stringify(value);
  return [own, ...by].filter((part) => part !== "").join(", ");
}

/** The description on one line, with what found no place in the type and when the parameter exists. */
export function parameterWords(argument: ParameterArgument): string {
  const { description = "", when } = argument;
  const choices = choicesOf(argument);
  const named = choices.join("|").length <= longestType ? "" : `Choices: ${choices.join(", ")}.`;
  const condition = Object.entries(when ?? {}).map(([name, values]) => `${name} ${[values].flat().join(" or ")}`).join(" and ");
  return oneLine([description, named, condition === "" ? "" : `Only for ${condition}.`].join(" "));
}

/** What an output is; of an array, the dtype that it gets. */
export function outputType(output: Output): string {
  if (output.type !== "array") return output.type;
  switch (output.result) {
    case "image": return "array, dtype kept unless --dtype says otherwise";
    case "float": return "array of float32, of float64 from float64";
    case "mask": return "array of bool";
    case "labels": return "array of uint32";
    default: return "array";
  }
}

export function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, " ");
}

/** What a table has room for of a documentation. */
export function firstSentence(documentation: string): string {
  return (/^.*?[.](?=\s|$)/s.exec(documentation.trim())?.[0] ?? documentation.trim()).replace(/\s+/g, " ");
}
