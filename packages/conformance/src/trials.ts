import { dtypes, isFloat, isOpenHcsError, type ArrayArgument, type CallOptions, type CallResult, type Dtype, type FunctionDefinition, type NdArray, type Runtime } from "@openhcs/core";
import { skip } from "./check.js";
import type { Implementation } from "./declarations.js";
import { contentOf, dtypeFor, sampleImage } from "./samples/images.js";
import { imageShapes } from "./samples/shapes.js";
import type { Subject } from "./subject.js";

/** Arguments of one call, in host memory. */
export interface Trial {
  readonly what: string;
  readonly arrays: Readonly<Record<string, NdArray>>;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** The arrays of a trial where the kernel wants them. */
export type Placed = Readonly<Record<string, unknown>>;

export interface TrialOptions {
  readonly shapes?: readonly (readonly number[])[];
  /** At most so many of the function's examples. */
  readonly examples?: number;
  readonly seed?: number;
}

/** The function's examples × the dtypes that kernel and function declare × shapes. Nothing here says that the reference takes them. */
export function* trialsOf({ kernel, definition }: Implementation, { shapes = imageShapes, examples = Infinity, seed = 7 }: TrialOptions = {}): Generator<Trial> {
  const parameterSets = (definition.examples ?? [{}]).slice(0, examples);
  for (const dtype of dtypesOf(kernel.dtypes ?? dtypes, definition)) {
    for (const shape of shapes) {
      for (const parameters of parameterSets) {
        yield { what: `${dtype} [${shape.join(", ")}] ${JSON.stringify(parameters)}, seed ${seed}`, arrays: arraysOf(definition, dtype, shape, seed), parameters };
      }
    }
  }
}

function dtypesOf(accepted: readonly Dtype[], { inputs }: FunctionDefinition): readonly Dtype[] {
  const first = (Object.values(inputs) as readonly ArrayArgument[])[0];
  return accepted.filter((dtype) => first?.dtypes === undefined || first.dtypes.includes(dtype));
}

function arraysOf({ inputs }: FunctionDefinition, dtype: Dtype, shape: readonly number[], seed: number): Readonly<Record<string, NdArray>> {
  const declared = Object.entries(inputs as Readonly<Record<string, ArrayArgument>>);
  return Object.fromEntries(declared.map(([name, argument], at) => {
    const content = contentOf(name, argument);
    const wanted = at > 0 && content === "labels" && isFloat(dtype) ? "uint16" : dtype;
    return [name, sampleImage(content, dtypeFor(content, argument, wanted), shape, seed + at)];
  }));
}

/** Runs the host reference; `undefined` where it does not take the trial. */
export async function runReference(runtime: Runtime, { definition }: Implementation, trial: Trial): Promise<CallResult | undefined> {
  const [first, parameters] = argumentsOf(trial, trial.arrays);
  try {
    return await runtime.call(definition.name, first, parameters, { on: "reference", dtypeConversion: "native" });
  } catch (error) {
    if (isOpenHcsError(error) && error.code !== "FUNCTION_FAILED") return undefined;
    throw error;
  }
}

/** The trial's arrays where the kernel wants them; host arrays as copies, so that a kernel that writes to them spoils nothing. */
export async function place(subject: Subject, runtime: Runtime, { kernel }: Implementation, trial: Trial): Promise<Placed> {
  const moved = Object.entries(trial.arrays).map(async ([name, array]) => {
    if (kernel.memoryType === "ndarray") return [name, array.copy()] as const;
    return [name, await subject.within(`${array} to ${kernel.memoryType}`, () => runtime.to(array, kernel.memoryType))] as const;
  });
  return Object.fromEntries(await Promise.all(moved));
}

/** Whether the plan gives the trial to this kernel, or why its declarations exclude it. */
export function isTaken(runtime: Runtime, subject: Subject, { kernel, definition }: Implementation, trial: Trial, placed: Placed): true | string {
  const [first, parameters] = argumentsOf(trial, placed);
  try {
    const plan = runtime.plan(definition.name, first, parameters, { on: subject.backend.name, dtypeConversion: "native" });
    return plan.memoryType === kernel.memoryType || `another kernel of the backend takes it, on ${plan.memoryType}`;
  } catch (error) {
    if (isOpenHcsError(error)) return error.message;
    throw error;
  }
}

/** Trials that the kernel takes, with their arrays in place. @throws Skipped when there is none, so that nothing passes for want of a trial */
export async function* takenTrials(
  subject: Subject, runtime: Runtime, implementation: Implementation, options: TrialOptions,
): AsyncGenerator<{ readonly trial: Trial; readonly placed: Placed }> {
  let refusal: string | undefined = "the function has no example";
  for (const trial of trialsOf(implementation, options)) {
    const placed = await place(subject, runtime, implementation, trial);
    const answer = isTaken(runtime, subject, implementation, trial, placed);
    if (answer === true) {
      refusal = undefined;
      yield { trial, placed };
    } else refusal &&= answer;
  }
  if (refusal !== undefined) skip(`takes none of the trials: ${refusal}`);
}

/** The first trial that the kernel takes. @throws Skipped when there is none */
export async function takenTrial(subject: Subject, runtime: Runtime, implementation: Implementation, options: TrialOptions): Promise<{ readonly trial: Trial; readonly placed: Placed }> {
  for await (const taken of takenTrials(subject, runtime, implementation, options)) return taken;
  return skip("takes none of the trials");
}

export async function runKernel(
  subject: Subject, runtime: Runtime, { definition }: Implementation, trial: Trial, placed: Placed, { signal }: { readonly signal?: AbortSignal } = {},
): Promise<CallResult> {
  const [first, parameters] = argumentsOf(trial, placed);
  const options: CallOptions = { on: subject.backend.name, dtypeConversion: "native", ...(signal === undefined ? {} : { signal }) };
  return subject.within(`${definition.name}, ${trial.what}`, () => runtime.call(definition.name, first, parameters, options));
}

function argumentsOf({ parameters }: Trial, arrays: Readonly<Record<string, unknown>>): readonly [unknown, Readonly<Record<string, unknown>>] {
  const [first, ...others] = Object.entries(arrays);
  if (first === undefined) return [parameters, {}];
  return [first[1], { ...Object.fromEntries(others), ...parameters }];
}
