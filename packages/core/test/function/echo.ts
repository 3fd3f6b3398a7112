import { defineFunction, NdArray, type Inputs, type Parameters } from "@openhcs/core";

/** A function of given inputs and parameters that gives back what its body received, as an object. */
export function echo<const I extends Inputs, const P extends Parameters>(parameters: P, inputs: I = { image: { type: "array" } } as unknown as I) {
  return defineFunction({
    name: "echo", documentation: "Gives back its arguments.", inputs, parameters, outputs: { received: { type: "object" } },
    reference: (arrays, values) => ({ ...values, arrays: Object.keys(arrays) }) as never,
  });
}

export const image = NdArray.zeros([2, 3], "uint8");

/** Calls untyped, as text-driven callers do. */
export const call = (fn: unknown, ...args: readonly unknown[]) => (fn as (...args: readonly unknown[]) => Promise<unknown>)(...args);

/** What the body received, or the message of the refusal. */
export async function answer(fn: unknown, ...args: readonly unknown[]): Promise<unknown> {
  try {
    return await call(fn, ...args);
  } catch (error) {
    return (error as Error).message;
  }
}
