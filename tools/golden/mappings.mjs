import { resolve } from "node:path";
import { mainOutputName } from "@openhcs/core";
import { withNumbers } from "./golden-folder.mjs";

/** The definition and golden mapping by which a case is called here, or undefined. */
export function findMapping(definitions, { op, variant, params = {} }) {
  for (const definition of definitions) {
    const mapping = definition.golden?.find((each) => each.op === op && each.variant === variant && hasAll(params, each.where ?? {}));
    if (mapping !== undefined) return { definition, mapping };
  }
  return undefined;
}

function hasAll(params, wanted) {
  return Object.entries(wanted).every(([name, value]) => params[name] === value);
}

/** The call that a case stands for: `args` are the first array and the parameters, or the parameters alone where there is no array. */
export function callOf({ definition, mapping }, params, arrays, dir) {
  const [firstName] = Object.keys(definition.inputs);
  const parameters = { ...mapping.fixed };
  const options = { ...mapping.fixedOptions };
  let first;
  for (const [name, array] of Object.entries(arrays)) {
    const to = mapping.inputs?.[name] ?? (name === "x" ? firstName : name);
    if (to === firstName) first = array;
    else parameters[to] = array;
  }
  for (const [name, value] of Object.entries(params)) {
    if ((value === null && !translatesNull(mapping, name)) || Object.hasOwn(mapping.where ?? {}, name) || mapping.ignored?.includes(name)) continue;
    const option = mapping.options?.[name];
    if (option !== undefined) options[option] = value;
    else Object.assign(parameters, parameterOf(definition, mapping.parameters?.[name] ?? name, value, dir));
  }
  return { args: first === undefined ? [parameters, undefined] : [first, parameters], options };
}

/** Where null is a choice of the peer's, and not its default. */
function translatesNull({ parameters }, name) {
  return Object.hasOwn(parameters?.[name]?.values ?? {}, "null");
}

function parameterOf(definition, target, value, dir) {
  const { to, values = {} } = typeof target === "string" ? { to: target } : target;
  const ours = Object.hasOwn(values, String(value)) ? values[String(value)] : withNumbers(value);
  return { [to]: definition.parameters[to]?.type === "file" ? resolve(dir, ours) : ours };
}

/** Name of our output that a case calls `name`. */
export function outputName({ definition, mapping }, name) {
  return mapping.outputs?.[name] ?? (Object.hasOwn(definition.outputs, name) ? name : mainOutputName(definition));
}
