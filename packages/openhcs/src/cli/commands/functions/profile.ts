import { Command, InvalidArgumentError, Option } from "commander";
import type { Profile } from "@openhcs/custom-functions";
import { prepareCalls } from "../../call-arguments.js";
import { withFile } from "../../failed-place.js";
import { openFunctions } from "../../open-functions.js";
import { ownFunction } from "../../own-function.js";
import { collectAssignment, type Assignment } from "../../parameters.js";
import { suitableImage } from "../../suitable-image.js";
import { print, printJson, type Terminal } from "../../terminal.js";

interface ProfileFlags {
  readonly parameter?: readonly Assignment[];
  readonly channel?: string;
  readonly calls: number;
  readonly plain?: boolean;
  readonly json?: boolean;
}

export function profileCommand(terminal: Terminal): Command {
  return new Command("profile")
    .description("say what calls of a function take: time, and memory")
    .argument("<name>", "with or without openhcs:")
    .argument("<image>", ".tif, .png, .npy, or - for standard input")
    .addOption(new Option("-p, --parameter <name=value>", "a parameter").argParser(collectAssignment))
    .option("--channel <channel>", "take one channel or colour of the image, by name or number")
    .addOption(new Option("--calls <number>", "how often it is called, after a first time").default(20).argParser(countOf))
    .option("--plain", "call it in this process too, for comparison: unisolated, so only what you trust")
    .option("--json", "print JSON")
    .action(async (spelling: string, input: string, flags: ProfileFlags) => {
      const { calls, plain, json = false } = flags;
      await using runtime = await openFunctions(terminal, { isQuiet: true }); // What it says in every call would drown the result.
      const { key, name } = ownFunction(runtime, spelling);
      const prepared = await prepareCalls(terminal, runtime, key, [input], flags);
      const { array } = await suitableImage(terminal, prepared, input);
      const profile = await runtime.customFunctions.profile(name, array, prepared.parameters, { calls, plain }).catch((error: unknown) => { throw withFile(runtime, error); });
      if (json) printJson(terminal, profile);
      else print(terminal, profileText(profile, terminal));
    });
}

function countOf(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError("It is a whole number from 1.");
  return count;
}

function profileText({ name, tier, calls, firstMs, medianMs, minMs, plainMs, ratio, libraryMs, libraryCalls, bytesIn, bytesOut, peakBytes, addedBytes, plainAddedBytes }: Profile, { colours }: Terminal): string {
  const facts: readonly (readonly [name: string, text: string])[] = [
    ["runs", tier],
    ["first call", milliseconds(firstMs)],
    [`${calls} calls`, `median ${milliseconds(medianMs)}, fastest ${milliseconds(minMs)}`],
    ["plain", plainMs === undefined || ratio === undefined
      ? "not called: --plain calls it in this process too, unisolated, to compare with"
      : `${milliseconds(plainMs)} in this process: this is ${rounded(ratio)} times that${plainAddedBytes === undefined ? "" : `; ${megabytes(plainAddedBytes)} of memory`}`],
    ["library", libraryCalls === 0 ? "no calls" : `${libraryCalls} calls each time, ${milliseconds(libraryMs)}`],
    ["arrays", `${megabytes(bytesIn)} in, ${megabytes(bytesOut)} out`],
    ...(peakBytes === undefined ? [] : [["memory", `${megabytes(peakBytes)} at most, arrays included${addedBytes === undefined ? "" : `; ${megabytes(addedBytes)} of it for the calls`}`] as const]),
  ];
  return [colours.bold(name), ...facts.map(([title, text]) => `${colours.dim(title.padEnd(10))}  ${text}`)].join("\n");
}

function milliseconds(ms: number): string {
  return `${rounded(ms)} ms`;
}

function megabytes(bytes: number): string {
  return `${rounded(bytes / 1e6)} MB`;
}

/** To three digits, without an exponent. */
function rounded(value: number): string {
  return value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
