import type { DtypeConversion, Output, ParameterArgument, ProcessingContract, ResultKind } from "@openhcs/core";
import type { DeclaredLimits } from "./signature/declared-limits.js";
import type { Span } from "./source-text.js";

/** A decorated function as its source declares it: all that a registry needs, read without running anything. */
export interface DeclaredFunction {
  /** Under which it is registered: `my_function` is `myFunction`. */
  readonly name: string;
  /** As the source spells it. */
  readonly originalName: string;
  /** The top-level name by which the function is at hand once the source has run. */
  readonly binding: string;
  readonly inputMemoryType: string;
  readonly executionMemoryType: string;
  readonly outputMemoryType: string;
  readonly contract?: ProcessingContract;
  readonly result?: ResultKind;
  readonly dtypeConversion?: DtypeConversion;
  readonly specialInputs: readonly string[];
  readonly specialOutputs: Readonly<Record<string, Output>>;
  /** All arguments after the image, in order; special inputs are of type `any`. */
  readonly parameters: Readonly<Record<string, ParameterArgument>>;
  /** Their names in the order in which the function takes them. */
  readonly parameterOrder: readonly string[];
  readonly documentation: string;
  /** What `@returns` says. */
  readonly returns?: string;
  readonly tags: readonly string[];
  /** What the `@example`s say, one block each. */
  readonly examples: readonly string[];
  /** What the `@limit`s say. */
  readonly limits: DeclaredLimits;
  readonly isAsync: boolean;
  /** The whole statement with its doc comment, as `removeFunction` deletes it. */
  readonly declaration: Span;
  /** Every place that spells the name, as `renameFunction` changes it. */
  readonly nameSpans: readonly Span[];
}
