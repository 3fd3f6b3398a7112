import { Command } from "commander";
import type { CallRecord, CallResult, Progress, Runtime } from "@openhcs/core";
import type { Image } from "@openhcs/io";
import { createRuntime } from "../../create-runtime.js";
import { addCallArguments, callArguments, prepareCalls, type CallFlags, type PreparedCalls } from "../call-arguments.js";
import { standardStream } from "../images.js";
import { progressLine } from "../progress.js";
import { plainOutputs, writeResults } from "../results.js";
import { checkKept } from "../kept-files.js";
import { suitableImage } from "../suitable-image.js";
import { targetOf } from "../target.js";
import { printJson, type Terminal } from "../terminal.js";
import { UsageError } from "../usage-error.js";

interface RunFlags extends CallFlags {
  readonly output?: string;
}

interface Report {
  readonly input?: string;
  readonly written: readonly string[];
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly record: CallRecord;
}

export function runCommand(terminal: Terminal): Command {
  return addCallArguments(new Command("run"))
    .description("run a function, or a pattern of functions, on images")
    .option("-o, --output <path>", "file, folder for several results, or - for .npy on standard output")
    .action(async (name: string, inputs: string[], flags: RunFlags) => {
      if (flags.json === true && flags.output === standardStream) throw new UsageError("--json and -o - both write to standard output; choose one.");
      await using runtime = await createRuntime({ backends: "installed" });
      const prepared = await prepareCalls(terminal, runtime, name, inputs, flags);
      const reports = await runAll(terminal, runtime, prepared, flags);
      if (flags.json === true) printJson(terminal, reports.length === 1 ? reports[0] : reports);
    });
}

/** One input after the other; what is written before a failure stays, each file whole. */
async function runAll(terminal: Terminal, runtime: Runtime, prepared: PreparedCalls, { output, json = false, parameter = [] }: RunFlags): Promise<Report[]> {
  const { subject: { isByComponent, resultType, target: pattern }, inputs } = prepared;
  const isOnlyReported = json && output === undefined;
  const target = targetOf(output, { inputs, isByComponent, type: isOnlyReported ? "object" : resultType });
  const calls = inputs.length === 0 ? [undefined] : inputs;
  const components = isByComponent ? Object.keys(pattern) : [undefined];
  const paths = calls.flatMap((input) => components.map((component) => target(input, component)));
  checkKept(paths, [...inputs, ...parameter.map(({ text }) => text.replace(/^@/, ""))]);
  const reports: Report[] = [];
  for (const input of calls) {
    const image = input === undefined ? undefined : await suitableImage(terminal, prepared, input);
    const { value, outputs, record } = await callWithProgress(terminal, runtime, prepared, image, input);
    const written = await writeResults(terminal, runtime, value, { source: image, target: (component) => target(input, component), isByComponent, isQuiet: json });
    reports.push({ ...(input === undefined ? {} : { input }), written, outputs: plainOutputs(runtime, outputs), record });
  }
  return reports;
}

async function callWithProgress(terminal: Terminal, runtime: Runtime, prepared: PreparedCalls, image: Image | undefined, input: string | undefined): Promise<CallResult> {
  const { subject, inputs } = prepared;
  const count = inputs.length > 1 ? ` (${inputs.indexOf(input as string) + 1} of ${inputs.length})` : "";
  const progress = progressLine(terminal);
  const onProgress = (step: Progress) => progress.report(`${subject.name} ${input ?? ""}${count}`, step);
  onProgress({ fraction: 0 });
  const call = runtime.call as (...args: readonly unknown[]) => Promise<CallResult>;
  try {
    return await call.apply(runtime, callArguments(prepared, image, { onProgress }));
  } catch (error) {
    throw subject.located(error);
  } finally {
    progress.clear();
  }
}
