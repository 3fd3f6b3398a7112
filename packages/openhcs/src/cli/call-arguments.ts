import { Option, type Command } from "commander";
import type { CallOptions, Runtime } from "@openhcs/core";
import type { Image } from "@openhcs/io";
import { channelAxis, channelNumbers } from "./channel.js";
import { readInput } from "./images.js";
import { collectAssignment, type Assignment } from "./parameters.js";
import { subjectOf, type Subject } from "./subject.js";
import type { Terminal } from "./terminal.js";
import { UsageError } from "./usage-error.js";

/** What commander gives for the options that `run` and `plan` share. */
export interface CallFlags {
  readonly parameter?: readonly Assignment[];
  readonly on?: string;
  readonly dtype?: NonNullable<CallOptions["dtypeConversion"]>;
  readonly scaling?: NonNullable<CallOptions["scaling"]>;
  readonly sliceBySlice?: boolean;
  readonly channel?: string;
  readonly json?: boolean;
}

export function addCallArguments(command: Command): Command {
  return command
    .argument("<function>", "key of a function, or a pattern in a .yaml file")
    .argument("[input...]", "images: .tif, .png, .npy, .ome.zarr, or - for standard input")
    .addOption(new Option("-p, --parameter <name=value>", "a parameter: sigma=2, 'footprint={shape: disk, radius: 3}'; an array from a file as name=@file").argParser(collectAssignment))
    .option("--on <backend>", "insist on a backend's kernel, or on the reference")
    .addOption(new Option("--dtype <mode>", "dtype of image results").choices(["preserve", "native", "uint8", "uint16", "int16", "int32", "float32", "float64"]))
    .addOption(new Option("--scaling <policy>", "how floats become integers").choices(["saturate", "range", "minmax", "wrap"]))
    .option("--slice-by-slice", "call a flexible function with every plane of a stack")
    .option("--channel <channel>", "take one channel or colour of each image, by name or number")
    .option("--json", "print JSON");
}

/** One call per input, or a single one without any. */
export interface PreparedCalls {
  readonly subject: Subject;
  readonly options: CallOptions;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly inputs: readonly string[];
  readonly channel: string | undefined;
  /** Standard error is for failures alone. */
  readonly isQuiet: boolean;
}

export async function prepareCalls(terminal: Terminal, runtime: Runtime, name: string, inputs: readonly string[], flags: CallFlags): Promise<PreparedCalls> {
  const subject = await subjectOf(runtime, name);
  if (subject.takesArrays && inputs.length === 0) throw new UsageError(`${name} takes an image: give a file, or - for standard input.`);
  if (!subject.takesArrays && inputs.length > 0) throw new UsageError(`${name} takes no image, received ${inputs.join(", ")}.`);
  const { on, dtype, scaling, sliceBySlice, channel, json = false } = flags;
  const parameters = await subject.argumentsFrom(flags.parameter ?? [], async (path) => (await readInput(terminal, path)).array);
  const options = { on, dtypeConversion: dtype, scaling, sliceBySlice };
  return { subject, parameters, inputs, channel, isQuiet: json, options: Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) };
}

/** What `runtime.call` and `runtime.plan` take for one input; none for a function without arrays. */
export function callArguments({ subject, parameters, options }: PreparedCalls, image: Image | undefined, more: CallOptions = {}): unknown[] {
  const all = { ...options, ...more };
  return image === undefined ? [subject.target, parameters, undefined, all] : [subject.target, firstArgument(subject, image), parameters, all];
}

/** The first argument of a call: the array, or for a pattern by component the channels by name or number. @throws UsageError */
function firstArgument({ isByComponent, target }: Subject, image: Image): unknown {
  const { array, axes } = image;
  if (!isByComponent) return array;
  const axis = channelAxis(axes);
  if (axis < 0) {
    throw new UsageError(`a pattern by component needs an image with channels, axes are ${axes}. For a file per channel, give each its own pattern: a list of steps.`);
  }
  const numbers = channelNumbers(image, axis);
  return Object.fromEntries(Object.keys(target).map((component) => {
    const at = numbers.get(component);
    if (at === undefined) {
      const names = [...numbers.keys()].map((name) => JSON.stringify(name)).join(", ");
      throw new UsageError(`the image has no channel "${component}"; name the components of the pattern after those it has: ${names}.`);
    }
    return [component, array.slice(...new Array<null>(axis).fill(null), at)];
  }));
}
