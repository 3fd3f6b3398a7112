import { NdArray, unstackSlices, type LibraryFunctionCall } from "@openhcs/core";
import type * as ImageJs from "image-js";
import type { Description } from "./described/index.js";
import { fromImageJs, toImageJs, type ImageJsModule } from "./image-values.js";

type AnyFunction = (...args: readonly unknown[]) => unknown;

/** Calls a function with arrays and parameters by name, in the order in which image-js takes them; without options it fills in its own. */
export function callImageJs(module: ImageJsModule, { name, positional = [], ofStack = false, outputs }: Description, { inputs, parameters }: LibraryFunctionCall): unknown {
  const [first] = Object.values(inputs) as [NdArray];
  if (ofStack) return fromImageJs(module, callStack(module, name, first));
  for (const kernel of ["kernel", "kernelX", "kernelY"]) checkKernel(kernel, parameters[kernel]);
  const images = Object.fromEntries(Object.entries(inputs).map(([input, array]) => [input, toImageJs(module, array)]));
  const before = positional.map((argument) => images[argument] ?? parameters[argument]);
  const options = Object.fromEntries(Object.entries(parameters).filter(([parameter]) => !positional.includes(parameter)));
  const returned = (module as unknown as Readonly<Record<string, AnyFunction>>)[name]?.(Object.values(images)[0], ...before, ...(Object.keys(options).length === 0 ? [] : [options]));
  return asDeclared(fromImageJs(module, returned), Object.values(outputs ?? {})[0]?.type ?? "array", first);
}

/** image-js takes any kernel, and gives NaN or dark stripes for those that have no centre. */
function checkKernel(name: string, kernel: unknown): void {
  if (!Array.isArray(kernel)) return;
  const widths = kernel.map((row: unknown) => (Array.isArray(row) ? row.length : 1));
  if (widths.some((width) => width !== widths[0])) throw new RangeError(`"${name}" must have rows of one length, received rows of ${widths.join(", ")}`);
  if (kernel.length % 2 === 1 && (widths[0] as number) % 2 === 1) return;
  throw new RangeError(`"${name}" must have an odd number of rows and columns, received ${kernel.length} × ${widths[0]}`);
}

function callStack(module: ImageJsModule, name: string, array: NdArray): unknown {
  const planes = array.rank === 2 ? [array] : unstackSlices(array);
  const stack = new module.Stack(planes.map((plane) => toImageJs(module, plane) as ImageJs.Image));
  return (stack as unknown as Readonly<Record<string, () => unknown>>)[name]?.();
}

/** A value in the form of the declared output: image-js gives one number per channel, typed arrays, and lists of points. */
function asDeclared(value: unknown, type: string, { shape }: NdArray): unknown {
  if (type === "number" && Array.isArray(value)) return value[0] as unknown;
  if (type === "array" && value instanceof Float64Array) return new NdArray({ data: value, shape });
  if (type === "table" && value instanceof Uint32Array) return { count: value };
  if (type !== "table") return value;
  const points = value as readonly { readonly row: number; readonly column: number }[];
  return { row: Uint32Array.from(points, ({ row }) => row), column: Uint32Array.from(points, ({ column }) => column) };
}
