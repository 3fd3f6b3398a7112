import type { MemoryType } from "@openhcs/core";

export type TemplateKind = "image" | "analysis" | "multi-output" | "per-channel";

/** A kind of function that somebody may want to begin with. */
export interface Template {
  readonly kind: TemplateKind;
  /** What it is for, in a few words. */
  readonly description: string;
  /** Complete source for a memory type, which validates, registers and runs as it is. */
  source(memoryType: MemoryType): string;
}

/** How a source gets and uses a decorator, and what it calls its arrays. */
export interface Words {
  readonly imports: string;
  readonly array: string;
  /** The decorator with the insides of an options object, which may be empty. */
  decorator(options?: string): string;
}

export function wordsFor({ name }: MemoryType): Words {
  if (name === "ndarray") return { imports: "ndarray, type NdArray", array: "NdArray", decorator: (options) => decorated("ndarray", options) };
  return { imports: "memory, type AnyArray", array: "AnyArray", decorator: (options) => decorated(`memory(${JSON.stringify(name)})`, options) };
}

/** For what a memory type cannot hold or do: computed on the host, on arrays that come from there. */
export function hostWordsFor({ name }: MemoryType): Words {
  const from = `inputMemoryType: ${JSON.stringify(name)}`;
  return { imports: "ndarray, type NdArray", array: "NdArray", decorator: (options = "") => decorated("ndarray", options === "" ? from : `${from}, ${options}`) };
}

function decorated(decorator: string, options = ""): string {
  return options === "" ? decorator : `${decorator}({ ${options} })`;
}
