import type { Dtype } from "../array/dtype.js";
import type { AnyArray } from "../memory/memory-type.js";

/**
 * A function of arrays that an expression describes: the first is `x` in it, others and numbers have the names by which they are given.
 *
 * `outDtype` is the dtype of the result, float32 where absent.
 */
export type ExpressionFunction = <A extends AnyArray>(x: A, named?: { readonly outDtype?: Dtype } & Readonly<Record<string, A | AnyArray | number | Dtype | undefined>>) => Promise<A>;

/** Names by which arrays after the first are given to a function of expressions. */
export const furtherArrays: readonly string[] = ["x2", "x3", "x4", "x5", "x6"];

/** What `elementwise("y = x > t ? x : 0")` is: the function without its expression, whose arrays and numbers are named by the expression. */
export function byExpression(expression: string, call: (image: unknown, parameters: Readonly<Record<string, unknown>>) => Promise<unknown>): ExpressionFunction {
  return ((image: unknown, given: Readonly<Record<string, unknown>> = {}) => {
    const { outDtype, ...named } = given;
    const numbers = Object.entries(named).filter(([, value]) => typeof value === "number");
    const arrays = Object.entries(named).filter(([, value]) => typeof value === "object" && value !== null);
    const strange = Object.entries(named).find(([, value]) => value !== undefined && typeof value !== "number" && (typeof value !== "object" || value === null));
    if (strange !== undefined) return Promise.reject(new TypeError(`elementwise: "${strange[0]}" must be an array or a number, received ${String(strange[1])}.`));
    if (arrays.length > furtherArrays.length) return Promise.reject(new TypeError(`elementwise takes at most ${1 + furtherArrays.length} arrays, received ${1 + arrays.length}.`));
    return call(image, {
      expression,
      ...Object.fromEntries(arrays.map(([, array], at) => [furtherArrays[at], array])),
      ...(arrays.length === 0 ? {} : { names: ["x", ...arrays.map(([name]) => name)] }),
      ...(numbers.length === 0 ? {} : { values: Object.fromEntries(numbers) }),
      ...(outDtype === undefined ? {} : { outDtype }),
    });
  }) as ExpressionFunction;
}
