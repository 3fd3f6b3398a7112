import { patternInput, type WiredStep } from "./wire-chain.js";

/** Where a step of a chain has an array from: the image that flows, a named value with the step that makes it, or the step's own parameters. */
export type ArraySource =
  | { readonly kind: "flow" }
  | { readonly kind: "named"; readonly name: string; readonly producer: number | undefined }
  | { readonly kind: "given"; readonly value: unknown };

export function arraySource(steps: readonly WiredStep[], at: number, input: string): ArraySource {
  const { entry: { definition }, given, taken } = steps[at] as WiredStep;
  if (input === Object.keys(definition.inputs)[0]) return { kind: "flow" };
  const name = taken[input];
  return name === undefined ? { kind: "given", value: given[input] } : { kind: "named", name, producer: producerOf(steps, at, name) };
}

/** The step whose output stands under a name when a step begins: the last before it; undefined for the pattern's input and its values. */
export function producerOf(steps: readonly WiredStep[], before: number, name: string): number | undefined {
  if (name === patternInput) return undefined;
  for (let at = before - 1; at >= 0; at--) if (Object.hasOwn((steps[at] as WiredStep).entry.definition.outputs, name)) return at;
  return undefined;
}

export function isSameSource(a: ArraySource, b: ArraySource): boolean {
  if (a.kind === "named" && b.kind === "named") return a.name === b.name && a.producer === b.producer;
  if (a.kind === "given" && b.kind === "given") return a.value === b.value;
  return a.kind === "flow" && b.kind === "flow";
}
