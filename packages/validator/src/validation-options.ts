/** A module from which custom functions may import. */
export interface ImportRule {
  readonly from: string;
  /** What may be imported; everything where absent. */
  readonly names?: readonly string[];
  /** What the module is for, as messages say it. */
  readonly why?: string;
}

export interface ValidationOptions {
  /** As messages name the source. */
  readonly filename?: string;
  /** Modules beyond the allow list, or with a list of names in the place of its entry. */
  readonly imports?: readonly ImportRule[];
  /** Exports of `openhcs` that are decorators of memory types, beyond `ndarray` and `memory`. */
  readonly decorators?: readonly string[];
  /** Memory types that are installed; where given, others are refused. */
  readonly memoryTypes?: readonly string[];
  /** Exports of the library whose calls return promises; where given, a missing `await` is an error. */
  readonly libraryFunctions?: readonly string[];
  /** Whether the source will run in isolation, where no module is that the host gives besides the library. */
  readonly isolated?: boolean;
}

/** Memory types for which `openhcs` exports a decorator of their name. */
export const wellKnownDecorators: readonly string[] = [
  "opencl", "cuda", "webgpu", "tfjs", "gpujs", "numpy", "cupy", "torch", "tensorflow", "jax", "pyclesperanto",
];
