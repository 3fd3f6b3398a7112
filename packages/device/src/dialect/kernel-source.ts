import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Dtype } from "@openhcs/core";
import { Recent } from "../session/recent.js";
import { elementDefinitions } from "./element.js";
import { signaturesOf, withoutComments } from "./signature.js";

/** What kernels compute in where they do not keep to the elements themselves. */
export type ComputeType = "float32" | "float64";

export interface SourceChoices {
  /** Dtypes of the arrays by what the kernel calls their elements. */
  readonly elements?: Readonly<Record<string, Dtype>>;
  /** What `C` is; float32 where absent. */
  readonly compute?: ComputeType;
  /** Macros: numbers, names or pieces of code. */
  readonly defines?: Readonly<Record<string, string | number>>;
  /** Files of the kernels folder that a text builds on. */
  readonly files?: readonly string[];
}

/** The text of a program in the dialect, and what its kernels take. */
export interface KernelSource {
  readonly text: string;
  /** One letter per argument, by kernel. */
  readonly signatures: ReadonlyMap<string, string>;
  readonly needsFp64: boolean;
  /** What errors call it: its file, or what a user named it. */
  readonly name: string;
  /** The number of lines before the kernel's own first one, so that errors tell of its lines. */
  readonly linesBefore: number;
}

const folder = join(import.meta.dirname, "../../kernels");
const read = new Map<string, string>();
/** Texts are long, and the same ones are asked for at each call. */
const composed = new Recent<KernelSource>(1000);

/** A program from a file of the kernels folder, "filters/median.cl", and what files it builds on. */
export function kernelSource(file: string | readonly string[], choices: SourceChoices = {}): KernelSource {
  const files = typeof file === "string" ? [file] : file;
  const defines = Object.entries(choices.defines ?? {}).map(String); // JSON has no NaN.
  return composed.get(JSON.stringify([files, { ...choices, defines }]), () => composeSource(files.at(-1) as string, files.map(textOf).join("\n"), choices));
}

/** A program from a text of the dialect. */
export function composeSource(name: string, body: string, { elements = {}, compute = "float32", defines = {}, files = [] }: SourceChoices = {}): KernelSource {
  const needsFp64 = compute === "float64" || Object.values(elements).includes("float64");
  const before = [
    ...(needsFp64 ? ["#define HAS_FP64 1"] : []),
    textOf("dialect.cl"),
    `typedef ${compute === "float64" ? "double" : "float"} C;`,
    ...Object.entries(elements).map(([element, dtype]) => elementDefinitions(element, dtype)),
    ...Object.entries(defines).map(([macro, value]) => `#define ${macro} ${value}`),
    ...files.map(textOf),
  ].join("\n");
  const types = compute === "float64" ? { C: "double" } : { C: "float" };
  return { name, text: `${before}\n${body}`, signatures: signaturesOf(body, types), needsFp64, linesBefore: before.split("\n").length };
}

/** A program that a user wrote: in the dialect where a kernel is declared by its word, else in the device's own language, as it stands. */
export function userSource(name: string, body: string): KernelSource {
  const bare = withoutComments(body);
  const needsFp64 = /\bdouble\b/.test(bare);
  if (/\bKERNEL\b/.test(bare)) return composeSource(name, body, { compute: needsFp64 ? "float64" : "float32" });
  return { name, text: body, signatures: signaturesOf(body), needsFp64, linesBefore: 0 };
}

function textOf(file: string): string {
  let text = read.get(file);
  if (text === undefined) {
    text = readFileSync(join(folder, file), "utf8");
    read.set(file, text);
  }
  return text;
}
