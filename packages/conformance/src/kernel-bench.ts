import { isOpenHcsError, type CallOptions, type CallResult, type FunctionDefinition, type Kernel, type NdArray, type Runtime } from "@openhcs/core";
import { skip } from "./check.js";
import type { Implementation } from "./declarations.js";
import { withKernel } from "./instrument.js";
import { download } from "./round-trip.js";
import type { Subject } from "./subject.js";
import { argumentsOf, trialsOf, type Trial, type TrialOptions } from "./trials.js";

/** The arrays of a trial where the kernel wants them. */
export type Placed = Readonly<Record<string, unknown>>;

/** A trial that the kernel takes, with its arrays in place. */
export interface Taken {
  readonly trial: Trial;
  readonly placed: Placed;
}

/** One kernel in a runtime, beside the reference. */
export class KernelBench {
  readonly kernel: Kernel;
  readonly definition: FunctionDefinition;
  readonly runtime: Runtime;
  readonly #subject: Subject;

  constructor(subject: Subject, { kernel, definition }: Implementation, runtime: Runtime) {
    this.#subject = subject;
    this.kernel = kernel;
    this.definition = definition;
    this.runtime = runtime;
  }

  /** In a fresh runtime. @param members stand in for the kernel's own, so that a check can listen */
  static async open(subject: Subject, implementation: Implementation, members: Partial<Kernel> = {}): Promise<KernelBench> {
    const runtime = await subject.runtime(withKernel(subject.backend, implementation.kernel, members));
    return new KernelBench(subject, implementation, runtime);
  }

  trials(options: TrialOptions = {}): Generator<Trial> {
    return trialsOf(this, { dtypes: this.#subject.dtypes, ...options });
  }

  /** Trials that the kernel takes. @throws Skipped when there is none, so that nothing passes for want of a trial */
  async *planned(options: TrialOptions): AsyncGenerator<Taken> {
    let refusal: string | undefined = "the function has no example";
    for (const trial of this.trials(options)) {
      const placed = await this.place(trial);
      const answer = this.takes(trial, placed);
      if (answer === true) {
        refusal = undefined;
        yield { trial, placed };
      } else refusal &&= answer;
    }
    if (refusal !== undefined) skip(`takes none of the trials: ${refusal}`);
  }

  /** Trials that the kernel takes, and whose arrays the reference does not refuse for what is in them. @throws Skipped when there is none */
  async *taken(options: TrialOptions): AsyncGenerator<Taken> {
    let isAny = false;
    for await (const taken of this.planned(options)) {
      const result = await this.reference(taken.trial);
      if (result === undefined) continue;
      isAny = true;
      this.dispose(this.arraysOf(result));
      yield taken;
    }
    if (!isAny) skip("takes none of the trials: the reference refuses what is in the arrays");
  }

  /** The first trial that the kernel takes. @throws Skipped when there is none */
  async firstTaken(options: TrialOptions): Promise<Taken> {
    for await (const taken of this.taken(options)) return taken;
    return skip("takes none of the trials");
  }

  /** Whether the plan gives the trial to this kernel, or why the declarations exclude it. */
  takes(trial: Trial, placed: Placed): true | string {
    try {
      const { memoryType } = this.runtime.plan(this.definition.name, ...argumentsOf(trial, placed, this.#options()));
      return memoryType === this.kernel.memoryType || `another kernel of the backend takes it, on ${memoryType}`;
    } catch (error) {
      if (isOpenHcsError(error)) return error.message;
      throw error;
    }
  }

  /** The trial's arrays in the kernel's memory; host arrays as copies, so that a kernel that writes to them spoils nothing. */
  async place({ arrays }: Trial): Promise<Placed> {
    const { memoryType } = this.kernel;
    const placed = Object.entries(arrays).map(async ([name, array]) => {
      if (memoryType === "ndarray") return [name, array.copy()] as const;
      return [name, await this.#subject.within(`${array} to ${memoryType}`, () => this.runtime.to(array, memoryType))] as const;
    });
    return Object.fromEntries(await Promise.all(placed));
  }

  async run(trial: Trial, placed: Placed, options: { readonly signal?: AbortSignal } = {}): Promise<CallResult> {
    const { name } = this.definition;
    return this.#subject.within(`${name}, ${trial.what}`, () => this.runtime.call(name, ...argumentsOf(trial, placed, { ...this.#options(), ...options })));
  }

  /** What the host reference gives; `undefined` where it does not take the trial. */
  async reference(trial: Trial): Promise<CallResult | undefined> {
    try {
      return await this.runtime.call(this.definition.name, ...argumentsOf(trial, trial.arrays, { on: "reference", dtypeConversion: "native" }));
    } catch (error) {
      if (isOpenHcsError(error) && error.code !== "FUNCTION_FAILED") return undefined;
      throw error;
    }
  }

  isArray(output: string): boolean {
    return this.definition.outputs[output]?.type === "array";
  }

  /** The arrays among a call's outputs. */
  arraysOf({ outputs }: CallResult): readonly unknown[] {
    return Object.entries(outputs).filter(([name]) => this.isArray(name)).map(([, value]) => value);
  }

  download(value: unknown): Promise<NdArray> {
    return download(this.#subject, this.runtime, value);
  }

  dispose(values: Iterable<unknown>): void {
    for (const value of values) this.runtime.dispose(value);
  }

  #options(): CallOptions {
    return { on: this.#subject.backend.name, dtypeConversion: "native" };
  }
}
