import type { ParameterArgument } from "@openhcs/core";
import type { ReadType } from "./parameter-type.js";

/** `A & B`, and interfaces that extend others: the properties of all, the later ones last. */
export function mergedObjects(parts: readonly ReadType[]): ReadType {
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return only;
  const properties: [string, ParameterArgument][] = [];
  let isOpen = false;
  for (const part of parts) {
    if ("refused" in part) return part;
    if (part.argument.type !== "object") return { refused: "joins by & what is no object" };
    if (part.argument.properties === undefined) isOpen = true;
    else properties.push(...Object.entries(part.argument.properties));
  }
  return { argument: { type: "object", ...(isOpen ? {} : { properties: Object.fromEntries(properties) }) } };
}

/** `Partial`, `Required`, `Pick` and `Omit` of an object; a key that is undefined could not be read. */
export function changedObject(name: string, read: ReadType, keys: readonly (string | undefined)[]): ReadType {
  if ("refused" in read) return read;
  const { argument } = read;
  if (argument.type !== "object") return { refused: `is ${name} of what is no object` };
  const { properties } = argument;
  if (properties === undefined || keys.includes(undefined)) return { argument: { type: "object" } };
  const changed = Object.entries(properties).flatMap(([key, { optional: _optional, ...rule }]): [string, ParameterArgument][] => {
    if (name === "Partial") return [[key, { ...rule, optional: true } as ParameterArgument]];
    if (name === "Required") return [[key, rule as ParameterArgument]];
    return keys.includes(key) === (name === "Pick") ? [[key, properties[key] as ParameterArgument]] : [];
  });
  return { argument: { type: "object", properties: Object.fromEntries(changed) } };
}
