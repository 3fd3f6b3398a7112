import type { FunctionDefinition, SourceSignature, StoredSource } from "@openhcs/core";
import type { DeclaredFunction } from "@openhcs/validator";
import type { SourceBody } from "../body/source-body.js";
import type { CallLimits } from "../call-limits.js";
import type { Verdict } from "../signing/trust.js";

/** A source as it is handed in: by a caller, a store or a bundle. */
export interface SourceDraft {
  readonly source: string;
  readonly language: string;
  /** Names the source in its store; default: the name of its first function. */
  readonly name?: string | undefined;
  readonly signature?: SourceSignature | undefined;
  /** As messages name it. */
  readonly filename?: string | undefined;
}

/** A source that passed validation and can be published. */
export interface PreparedSource {
  readonly name: string;
  readonly source: string;
  /** SHA-256 of the source: the version of its functions. */
  readonly hash: string;
  readonly language: string;
  readonly signature?: SourceSignature;
  readonly verdict: Verdict;
  /** The host's own for this source, which stay with it whatever becomes of its text. */
  readonly hostLimits?: CallLimits;
  readonly body: SourceBody;
  readonly functions: readonly PreparedFunction[];
}

export interface PreparedFunction {
  readonly declared: DeclaredFunction;
  readonly definition: FunctionDefinition;
  readonly limits: CallLimits;
}

/** A source as its store has it. */
export function draftOf({ name, source, language, signature, filePath }: StoredSource): SourceDraft {
  return { name, source, language, signature, filename: filePath };
}

/** What stores keep of it. */
export function toStored({ name, source, language, signature }: PreparedSource | StoredSource): Omit<StoredSource, "hash" | "filePath"> {
  return { name, source, language, ...(signature === undefined ? {} : { signature }) };
}
