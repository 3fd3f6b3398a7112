import { Command, Option } from "commander";
import type { CallRecord, CallResult, Progress, Runtime, RuntimeEventMap } from "@openhcs/core";
import type { Image } from "@openhcs/io";
import { addCallArguments, callArguments, prepareCalls, type CallFlags, type PreparedCalls } from "../call-arguments.js";
import { withFile } from "../failed-place.js";
import { standardStream } from "../images.js";
import { possibleTypes } from "../named-outputs.js";
import { openRuntime } from "../open-runtime.js";
import { progressLine } from "../progress.js";
import { isTableFile, mostPrinted, plainOutputs, writeResults } from "../results.js";
import { checkApart, checkKept } from "../kept-files.js";
import { suitableImage } from "../suitable-image.js";
import type { Subject } from "../subject.js";
import { targetOf, type Target } from "../target.js";
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
  /** What functions said; without --json it is on standard error. */
  readonly log?: readonly LogLine[];
}

type LogLine = Omit<RuntimeEventMap["log"][0], "call">;

export function runCommand(terminal: Terminal): Command {
  return addCallArguments(new Command("run"))
    .description("run a function, or a pattern of functions, on images")
    .addOption(new Option("-o, --output <path>", "file, folder for several results, or - for .npy on standard output").argParser(onlyOne))
    .addHelpText("after", `
A folder, -o results/, takes all that a function gives: <input>.tif, and <input>_<output>.csv for a table, .json for a number or a list,
a file like the main one for an image. A file takes the main result; a .csv or .parquet takes the only table where the main result is an array.
Without -o numbers, tables and lists of up to ${mostPrinted} numbers are printed.`)
    .action(async (name: string, inputs: string[], flags: RunFlags) => {
      if (flags.json === true && flags.output === standardStream) throw new UsageError("--json and -o - both write to standard output; choose one.");
      await using runtime = await openRuntime(terminal, { isQuiet: flags.json });
      const prepared = await prepareCalls(terminal, runtime, name, inputs, flags);
      const reports = await runAll(terminal, runtime, prepared, flags);
      if (flags.json === true) printJson(terminal, reports.length === 1 ? reports[0] : reports);
    });
}

/** One input after the other; what is written before a failure stays, each file whole. */
async function runAll(terminal: Terminal, runtime: Runtime, prepared: PreparedCalls, { output, json = false, parameter = [] }: RunFlags): Promise<Report[]> {
  const { subject, inputs } = prepared;
  const { isByComponent, resultType, mayReduce, target: pattern } = subject;
  const isOnlyReported = json && output === undefined;
  const target = targetOf(output, { inputs, isByComponent, mayReduce, type: isOnlyReported ? "object" : resultType });
  const calls = inputs.length === 0 ? [undefined] : inputs;
  const components = isByComponent ? Object.keys(pattern) : [undefined];
  const paths = calls.flatMap((input) => components.flatMap((component) => [...mainPaths(target, subject, input, component), ...pathsBeside(target, subject, input, component)]));
  checkApart(paths);
  if (output !== undefined && target.beside === undefined) checkTable(output, subject);
  checkKept(paths, [...inputs, ...parameter.map(({ text }) => text.replace(/^@/, ""))]);
  const reports: Report[] = [];
  let log: LogLine[] = [];
  if (json) runtime.events.on("log", ({ key, level, text }) => { log.push({ key, level, text }); });
  for (const input of calls) {
    log = [];
    const image = input === undefined ? undefined : await suitableImage(terminal, prepared, input);
    const result = await callWithProgress(terminal, runtime, prepared, image, input);
    const written = await writeResults(terminal, runtime, result, { source: image, input, target, subject, isQuiet: json });
    const { outputs, record } = result;
    reports.push({ ...(input === undefined ? {} : { input }), written, outputs: plainOutputs(runtime, outputs), record, ...(log.length === 0 ? {} : { log }) });
  }
  return reports;
}

/** A file of tables takes the table that functions give besides an image. @throws UsageError where they declare none, or several */
function checkTable(output: string, { name, resultType, mayReduce, isBuiltIn, named }: Subject): void {
  if (!isTableFile(output) || resultType !== "array") return;
  const tables = [...named()].filter(([, { type }]) => possibleTypes(type).includes("table")).map(([table]) => table);
  if (tables.length > 1) throw new UsageError(`${name} gives several tables: ${tables.join(", ")}; give a folder for all of them, such as -o results/.`);
  if (tables.length === 0 && isBuiltIn) throw new UsageError(`${name} gives no table for ${output}: its result, an array, goes to an image such as .tif or .npy${mayReduce ? "; a number or a list also to .json" : ""}.`);
  if (tables.length === 0) throw new UsageError(`${name} declares an image and no table for ${output}. A function of your own declares one by specialOutputs: { measurements: { type: "table" } }, and returns [image, { column: [values] }].`);
}

/** All paths that the main result may get. */
function mainPaths({ main }: Target, { resultType, mayReduce }: Subject, input: string | undefined, component: string | undefined): (string | undefined)[] {
  if (!mayReduce) return [main(input, component)];
  return [...new Set(possibleTypes(resultType).map((type) => main(input, component, type)))];
}

/** All paths that outputs besides the main one may get. */
function pathsBeside({ beside }: Target, { named }: Subject, input: string | undefined, component: string | undefined): string[] {
  if (beside === undefined) return [];
  return [...named(component)].flatMap(([name, declared]) => possibleTypes(declared.type).map((type) => beside(input, component, name, type)));
}

/** Commander's reader of an option that is given once. @throws UsageError */
function onlyOne(path: string, earlier: string | undefined): string {
  if (earlier !== undefined) throw new UsageError(`-o is given twice: ${earlier} and ${path}. A folder, -o results/, takes all that a function gives.`);
  return path;
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
    throw subject.located(withFile(runtime, error));
  } finally {
    progress.clear();
  }
}
