import type { ReadType } from "./parameter-type.js";

/** A literal of a union, or a type of it that is none. */
export type UnionMember = { readonly value: unknown } | { readonly read: ReadType };

/** The rule that a union is: choices, whole numbers in a row, or one number or several. */
export function unionOf(members: readonly UnionMember[]): ReadType {
  const isOptional = members.some((member) => ("value" in member ? member.value === undefined : "argument" in member.read && member.read.isOptional === true));
  const read = ofMembers(members.filter((member) => !("value" in member) || member.value !== undefined));
  return "refused" in read || !isOptional ? read : { ...read, isOptional };
}

function ofMembers(members: readonly UnionMember[]): ReadType {
  const values = members.flatMap((member) => ("value" in member ? [member.value] : []));
  const reads = members.flatMap((member) => ("read" in member ? [member.read] : []));
  if (values.includes(null)) return { refused: "takes null; leave the parameter out instead: name?: number", fix: "name?: number" };
  if (reads.length === 0) return ofValues(values);
  const refused = reads.find((read) => "refused" in read);
  if (refused !== undefined) return refused;
  const arguments_ = reads.flatMap((read) => ("argument" in read ? [read.argument] : []));
  const [only, ...others] = arguments_.filter((argument, at) => arguments_.findIndex(({ type, ...rest }) => type === argument.type && Object.keys(rest).length === 0) === at || Object.keys(argument).length > 1);
  if (only !== undefined && others.length === 0 && values.length === 0) return { argument: only };
  const [number, list] = [only, ...others].sort((a, b) => (a?.type === "number" ? -1 : b?.type === "number" ? 1 : 0));
  const isPerAxis = values.length === 0 && reads.length === 2 && number?.type === "number" && list?.type === "list" && list.items?.type === "number";
  if (isPerAxis) return { argument: { type: "number", perAxis: true } };
  const texts = values.filter((value) => typeof value === "string");
  if (texts.length === 0 || only?.type !== "number") return mixed;
  const choices = [...texts, "manual"].map((text) => JSON.stringify(text)).join(" | ");
  return { refused: `mixes numbers and strings, which cannot be checked; take two parameters, such as method: ${choices} and a number`, fix: choices };
}

const mixed: ReadType = { refused: "mixes kinds of values" };

function ofValues(values: readonly unknown[]): ReadType {
  if (values.length === 0) return { refused: "has no values" };
  if (values.every((value) => typeof value === "string")) return { argument: { type: "string", choices: [...new Set(values)] } };
  if (values.every((value) => typeof value === "boolean")) return new Set(values).size > 1 ? { argument: { type: "boolean" } } : { refused: "has one value only" };
  return values.every((value) => typeof value === "number") ? ofNumbers(values) : mixed;
}

/** Whole numbers in a row are a range. */
function ofNumbers(values: readonly number[]): ReadType {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  const min = sorted[0] as number;
  const isRow = sorted.every((value, at) => Number.isSafeInteger(value) && value === min + at);
  if (isRow) return { argument: { type: "integer", min, max: min + sorted.length - 1 } };
  const fix = sorted.map((value) => `"${value}"`).join(" | ");
  return { refused: `is a union of numbers, which cannot be checked; write the union of strings ${fix}, and Number(…) where it is used`, fix };
}
