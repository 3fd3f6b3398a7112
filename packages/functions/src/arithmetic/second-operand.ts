import { broadcastShapes, messageOf, type ArraySpec, type Inputs } from "@openhcs/core";

export interface Operands<Value> {
  readonly image: Value;
  readonly other?: Value;
}

/** The arrays of a function of two operands. */
export const operands = {
  image: { type: "array", description: "First operand." },
  other: { type: "array", optional: true, description: "Second operand, whose shape broadcasts with the first; instead of value." },
} as const satisfies Inputs;

/** The second operand where it is no array. */
export const value = { type: "number", optional: true, nonFinite: true, description: "Second operand where it is one number; instead of other." } as const;

/** Whether there is one second operand, whose shape broadcasts with the first. */
export function checkSecondOperand(
  { image, other }: { readonly image?: ArraySpec | undefined; readonly other?: ArraySpec | undefined }, { value: number }: { readonly value?: number | undefined },
): true | string {
  if (image === undefined) return true;
  if ((other === undefined) === (number === undefined)) return 'need exactly one of the array "other" and the number "value"';
  return other === undefined || broadcasts(image, other);
}

/** The operands' common shape. */
export function combinedShape({ image, other }: Partial<Operands<ArraySpec>>): readonly number[] {
  return broadcastShapes(image?.shape ?? [], other?.shape ?? []);
}

/** Whether shapes fit each other by NumPy's rule. */
export function broadcasts(...arrays: readonly ArraySpec[]): true | string {
  try {
    arrays.reduce<readonly number[]>((common, { shape }) => broadcastShapes(common, shape), []);
    return true;
  } catch (error) {
    return `must broadcast: ${messageOf(error).replace(/\.$/, "")}`;
  }
}
