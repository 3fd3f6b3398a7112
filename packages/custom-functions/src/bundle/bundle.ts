import type { SourceSignature } from "@openhcs/core";

/** One file of functions, to be handed on: JSON text in this form. */
export interface Bundle {
  readonly format: "openhcs-functions";
  readonly version: 1;
  readonly sources: readonly BundledSource[];
}

export interface BundledSource {
  readonly name: string;
  readonly language: string;
  readonly source: string;
  /** SHA-256 of the source's UTF-8 bytes, in hexadecimal. */
  readonly hash: string;
  readonly signature?: SourceSignature;
}

/** What a bundle may hold at most. */
export const maxBundleBytes = 16 * 2 ** 20;
export const maxBundledSources = 1000;
