import { statSync } from "node:fs";
import { basename, extname, join } from "node:path";
import type { FunctionDefinition, Output } from "@openhcs/core";
import { tableFormatOf } from "@openhcs/io";
import { isImageFolder, standardStream } from "./images.js";
import { holdsLabels, mainName } from "./named-outputs.js";
import { UsageError } from "./usage-error.js";

export interface Target {
  /** Where the main result of one input goes, whose type may turn out to be another than declared; undefined prints it. */
  main(input: string | undefined, component?: string, type?: ResultType): string | undefined;
  /** Where another output goes, beside the main result; absent where nothing but the main result is kept. */
  readonly beside?: (input: string | undefined, component: string | undefined, output: string, type: ResultType) => string;
}

interface Results {
  readonly inputs: readonly string[];
  readonly isByComponent: boolean;
  readonly type: ResultType;
  /** Whether an array may be a number or a list as well, which can be printed. */
  readonly mayReduce: boolean;
}

/** What whoever asks for an array without -o is told. */
export const whereArraysGo = "name a file with -o <file>, or -o - for .npy on standard output";

/** What the result is: arrays go to image files, tables to .csv, .parquet or .json, the rest to .json. */
export type ResultType = Output["type"];

/**
 * Turns `-o` into a path per result: itself for one result, a folder for several inputs, components or outputs.
 *
 * @throws UsageError where the kind of result does not go there
 */
export function targetOf(output: string | undefined, { inputs, isByComponent, type, mayReduce }: Results): Target {
  const isMany = inputs.length > 1 || isByComponent;
  if (output === undefined) {
    if (type === "array" && !mayReduce) throw new UsageError(`the result is an array: ${whereArraysGo}.`);
    return { main: () => undefined };
  }
  if (output === standardStream) {
    if (isMany) throw new UsageError("-o - takes the result of one input; name a folder for several.");
    return { main: () => standardStream };
  }
  if (!isMany && !isFolder(output)) {
    if (extname(output) === "") throw new UsageError(`${output} has no extension that tells the format. A folder ends with a slash: -o ${output}/`);
    return { main: () => output };
  }
  if (extname(output) !== "" && !isFolder(output)) {
    const hint = type === "array" && tableFormatOf(output) !== undefined ? ` A folder, such as -o ${basename(output, extname(output))}/, takes a table for each image.` : "";
    throw new UsageError(`several results go to a folder; ${output} is the name of a file.${hint}`);
  }
  checkUnique(inputs);
  const path = (input: string | undefined, ofType: ResultType, ...parts: readonly (string | undefined)[]) =>
    join(output, `${[stem(input), ...parts].filter((part) => part !== undefined).join("_")}${extensionFor(ofType, input)}`);
  return {
    main: (input, component, ofType = type) => path(input, ofType, component),
    beside: (input, component, name, ofType) => path(input, ofType, component, plainName(name)),
  };
}

/** The name of an output as part of a path: whoever wrote the function chose it, and leads nowhere with it. */
export function plainName(output: string): string {
  return output.replaceAll(/[^\p{L}\p{N}_-]/gu, "_");
}

/** The type of a function's main result. */
export function mainResultType(definition: FunctionDefinition): ResultType {
  return (definition.outputs as Readonly<Record<string, Output>>)[mainName(definition)]?.type ?? "object";
}

/** Whether the main result is numbers of regions, between which there is nothing. */
export function givesLabels(definition: FunctionDefinition): boolean {
  return holdsLabels((definition.outputs as Readonly<Record<string, Output>>)[mainName(definition)]);
}

function isFolder(path: string): boolean {
  if (isImageFolder(path)) return false;
  if (path.endsWith("/")) return true;
  try {
    return statSync(path).isDirectory();
  } catch {
    return false; // What cannot be looked at is left to writing, which says why.
  }
}

function checkUnique(inputs: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const input of inputs) {
    const name = stem(input);
    const other = seen.get(name);
    if (other !== undefined) throw new UsageError(`${other} and ${input} would both be written as ${name}; process them apart.`);
    seen.set(name, input);
  }
}

function stem(input: string | undefined): string {
  return input === undefined || input === standardStream ? "result" : basename(input, imageExtension(input));
}

/** The end of a name that tells the format, with the `.ome` before it where there is one. */
function imageExtension(path: string): string {
  return /(\.ome)?\.[^.]+$/i.exec(basename(path))?.[0] ?? "";
}

/** The format of the input, where it can carry any dtype. */
function extensionFor(type: ResultType, input: string | undefined): string {
  if (type === "table") return ".csv";
  if (type !== "array") return ".json";
  const extension = imageExtension(input ?? "").toLowerCase();
  return /\.tiff?$/.test(extension) || isImageFolder(input ?? "") ? extension : ".npy";
}
