import type { ValidationStage } from "@openhcs/validator";

export type ChangeKind = "registered" | "updated" | "renamed" | "deleted" | "loaded" | "restored" | "edited" | "imported";

/** What changed among the custom functions of a runtime. */
export interface CustomFunctionsChanged {
  /** `edited`: by somebody else, such as a person with an editor; `updated`: through the manager. */
  readonly kind: ChangeKind;
  /** Names of all functions that came, changed or went. */
  readonly functions: readonly string[];
  /** Those among them that are gone. */
  readonly removed: readonly string[];
  /** The source, where it is one. */
  readonly sourceName?: string;
}

/** A source of a store that could not be registered; nothing else is harmed. */
export interface LoadFailure {
  readonly sourceName: string;
  readonly store: string;
  readonly filePath?: string;
  /** Code of the error, such as `VALIDATION`. */
  readonly code?: string;
  /** Without the place, which the members below tell. */
  readonly reason: string;
  readonly stage?: ValidationStage;
  /** 1-based. */
  readonly line?: number;
  /** 1-based. */
  readonly column?: number;
  readonly snippet?: string;
  /** SHA-256 of the version that serves on, where there is one. */
  readonly serving?: string;
}

export type CustomFunctionEvents = {
  /** Once per change, after it is visible and before the promise of whoever asked for it resolves. */
  changed: [CustomFunctionsChanged];
  /** A source that was edited could not be registered; its last good version serves on. */
  failed: [LoadFailure];
};
