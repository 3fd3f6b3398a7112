import { Command } from "commander";
import type { CallRecord, Runtime } from "@openhcs/core";
import { createRuntime } from "../../create-runtime.js";
import { addCallArguments, firstArgument, prepareCalls, type CallFlags, type PreparedCalls } from "../call-arguments.js";
import { readInput, standardStream } from "../images.js";
import { progressLine } from "../progress.js";
import { plainOutputs, writeResults } from "../results.js";
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

async function runAll(terminal: Terminal, runtime: Runtime, prepared: PreparedCalls, flags: RunFlags): Promise<Report[]> {
  const { subject, inputs } = prepared;
  const target = targetOf(flags.output, { inputs, isByComponent: subject.isByComponent, type: flags.json === true && flags.output === undefined ? "object" : subject.resultType });
  const progress = progressLine(terminal);
  const reports: Report[] = [];
  try {
    for (const [index, input] of (inputs.length === 0 ? [undefined] : inputs).entries()) {
      const label = `${subject.name} ${input ?? ""}${inputs.length > 1 ? ` (${index + 1} of ${inputs.length})` : ""}`;
      const onProgress = (step: { fraction: number; message?: string }) => progress.report(label, { ...step, fraction: (index + step.fraction) / Math.max(1, inputs.length) });
      onProgress({ fraction: 0 });
      reports.push(await runOne(terminal, runtime, prepared, { input, target, onProgress, isQuiet: flags.json === true, clear: progress.clear }));
    }
  } finally {
    progress.clear();
  }
  return reports;
}

interface Job {
  readonly input: string | undefined;
  readonly target: ReturnType<typeof targetOf>;
  readonly onProgress: (progress: { fraction: number; message?: string }) => void;
  readonly isQuiet: boolean;
  clear(): void;
}

async function runOne(terminal: Terminal, runtime: Runtime, { subject, parameters, options }: PreparedCalls, job: Job): Promise<Report> {
  const image = job.input === undefined ? undefined : await readInput(terminal, job.input);
  const callOptions = { ...options, onProgress: job.onProgress };
  const call = runtime.call as (target: unknown, ...args: unknown[]) => ReturnType<Runtime["call"]>;
  const args = image === undefined ? [parameters, undefined, callOptions] : [firstArgument(subject, image), parameters, callOptions];
  const { value, outputs, record } = await call.apply(runtime, [subject.target, ...args]).catch((error: unknown) => { throw subject.located(error); });
  job.clear();
  const written = await writeResults(terminal, runtime, value, { source: image, target: (component) => job.target(job.input, component), isByComponent: subject.isByComponent, isQuiet: job.isQuiet });
  return { ...(job.input === undefined ? {} : { input: job.input }), written, outputs: plainOutputs(runtime, outputs), record };
}
