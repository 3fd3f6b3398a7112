import { dtypes, isFloat, type ArrayArgument, type CallOptions, type Dtype, type FunctionDefinition, type NdArray } from "@openhcs/core";
import type { Implementation } from "./declarations.js";
import { contentOf, dtypeFor, sampleImage } from "./samples/images.js";
import { imageShapes } from "./samples/shapes.js";

/** Arguments of one call, in host memory. */
export interface Trial {
  /** Dtype, shape, parameters and seed, for messages. */
  readonly what: string;
  readonly arrays: Readonly<Record<string, NdArray>>;
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface TrialOptions {
  readonly shapes?: readonly (readonly number[])[];
  /** At most so many of the function's examples. */
  readonly examples?: number;
  readonly seed?: number;
  /** Dtypes of the first array, of those that kernel and function declare; all of these where it declares none of them. */
  readonly dtypes?: readonly Dtype[] | undefined;
}

/** The function's examples × the dtypes that kernel and function declare × shapes, whether or not the reference takes them; the examples alone without arrays. */
export function* trialsOf(
  { kernel, definition }: Implementation, { shapes = imageShapes, examples = Infinity, seed = 7, dtypes: wanted }: TrialOptions = {},
): Generator<Trial> {
  const parameterSets = (definition.examples ?? [{}]).slice(0, examples);
  if (!takesArrays(definition)) {
    for (const parameters of parameterSets) yield { what: JSON.stringify(parameters), arrays: {}, parameters };
    return;
  }
  for (const dtype of narrowed(dtypesOf(kernel.dtypes ?? dtypes, definition), wanted)) {
    for (const shape of shapes) {
      for (const names of arrayChoices(definition)) {
        for (const parameters of parameterSets) {
          const what = `${names.join(", ")} ${dtype} [${shape.join(", ")}] ${JSON.stringify(parameters)}, seed ${seed}`;
          yield { what, arrays: arraysOf(definition, names, dtype, shape, seed), parameters };
        }
      }
    }
  }
}

/** The arguments of a call after its name: the first array, everything else by name, and the options; parameters come first without arrays. */
export function argumentsOf(
  { parameters }: Trial, arrays: Readonly<Record<string, unknown>>, options: CallOptions,
): readonly [unknown, Readonly<Record<string, unknown>> | undefined, CallOptions] {
  const [first, ...others] = Object.entries(arrays);
  if (first === undefined) return [parameters, undefined, options];
  return [first[1], { ...Object.fromEntries(others), ...parameters }, options];
}

export function takesArrays({ inputs }: FunctionDefinition): boolean {
  return Object.keys(inputs).length > 0;
}

function dtypesOf(accepted: readonly Dtype[], { inputs }: FunctionDefinition): readonly Dtype[] {
  const first = (Object.values(inputs) as readonly ArrayArgument[])[0];
  return accepted.filter((dtype) => first?.dtypes === undefined || first.dtypes.includes(dtype));
}

function narrowed(possible: readonly Dtype[], wanted: readonly Dtype[] | undefined): readonly Dtype[] {
  const both = possible.filter((dtype) => wanted?.includes(dtype) ?? true);
  return both.length > 0 ? both : possible;
}

/** All arrays together, and where some are optional the others alone: a function may take a number in place of an array. */
function arrayChoices({ inputs }: FunctionDefinition): readonly (readonly string[])[] {
  const all = Object.keys(inputs);
  const needed = all.filter((name) => (inputs as Readonly<Record<string, ArrayArgument>>)[name]?.optional !== true);
  return needed.length === all.length ? [all] : [all, needed];
}

function arraysOf({ inputs }: FunctionDefinition, names: readonly string[], dtype: Dtype, shape: readonly number[], seed: number): Trial["arrays"] {
  return Object.fromEntries(names.map((name, at) => {
    const argument = (inputs as Readonly<Record<string, ArrayArgument>>)[name] as ArrayArgument;
    const content = contentOf(name, argument);
    const wanted = at > 0 && content === "labels" && isFloat(dtype) ? "uint16" : dtype;
    return [name, sampleImage(content, dtypeFor(content, argument, wanted), shape, seed + at)];
  }));
}
