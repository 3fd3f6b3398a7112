import type { Awaitable } from "../function/awaitable.js";
import type { FunctionContext } from "../function/context.js";
import type { FunctionTraits } from "../function/definition.js";
import type { NdArray } from "../array/nd-array.js";

type Declared = Omit<FunctionTraits, "name" | "documentation" | "inputs" | "parameters" | "outputs" | "golden" | "inputMemoryType" | "executionMemoryType" | "outputMemoryType">;

/**
 * A function that a library may have to offer, as literal data that JSON can hold.
 *
 * Without a `contract` it is probed: called with a volume and with a plane, with the first of its `examples` as parameters.
 */
export interface LibraryCandidate extends Partial<Declared> {
  /** As the library spells it; the key has it in camelCase. */
  readonly name: string;
  readonly documentation: string;
  /** Where its arrays lie, `tfjs` say, in place of the host; one that says so declares its `contract`, too. */
  readonly memoryType?: string;
  /** Default: one array, `image`. */
  readonly inputs?: FunctionTraits["inputs"];
  readonly parameters?: FunctionTraits["parameters"];
  /** Default: one array, `image`, of the dtype that the call's rule asks for. */
  readonly outputs?: FunctionTraits["outputs"];
  /** The output that `run` returns; needed where there are several. */
  readonly main?: string;
}

/** A function of the library that is not registered, with the reason. */
export interface SkippedFunction {
  readonly name: string;
  readonly reason: string;
}

/** One call of a library's function: arrays, packed host ones unless it declares a memory type, which it must not write to, and parameters with their defaults filled in. */
export interface LibraryFunctionCall {
  /** As the library spells it. */
  readonly name: string;
  readonly inputs: Readonly<Record<string, NdArray>>;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly context: FunctionContext;
}

/** A plugin that exposes functions of an existing library under a namespace of its own. */
export interface LibrarySpec<Loaded = any> {
  /** The namespace of the functions: `image-js` for `image-js:medianFilter`. */
  readonly name: string;
  /** Of the library, to which a scan belongs. */
  readonly version: string;
  /** `import.meta.url` of the module that exports the factory: with it, a platform can scan in a process of its own. */
  readonly module?: string;
  /** What a scan depends on besides the version of the library, such as the version of the adapter. */
  fingerprint?(): string;
  /** Loads the library: for a scan, and at the first call. A host that does neither never loads it. */
  load(): Awaitable<Loaded>;
  /** Everything that could be a function, with reasons for what cannot. */
  scan(library: Loaded): Awaitable<readonly (LibraryCandidate | SkippedFunction)[]>;
  /** Returns the only output, or all of them by name: fresh arrays where its inputs lie, numbers, tables. */
  call(library: Loaded, call: LibraryFunctionCall): Awaitable<unknown>;
}

export interface Library<Loaded = any> extends LibrarySpec<Loaded> {
  /** Versions of the contract that it works with: a semantic version range. */
  readonly contract: string;
  /** What the factory was called with. */
  readonly options: readonly unknown[];
}
