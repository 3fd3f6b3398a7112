import { Command } from "commander";
import { writeFileAtomically } from "@openhcs/io";
import type { TestReport } from "@openhcs/custom-functions";
import type { OpenHcsRuntime } from "../../../create-runtime.js";
import { exitCodes } from "../../failure.js";
import { counted } from "../../issues.js";
import { openFunctions } from "../../open-functions.js";
import { ownFunction } from "../../own-function.js";
import { print, printExactly, printJson, tell, type Terminal } from "../../terminal.js";
import { UsageError } from "../../usage-error.js";

interface TestFlags {
  readonly generate?: boolean;
  readonly output?: string;
  readonly json?: boolean;
}

export function testCommand(terminal: Terminal): Command {
  return new Command("test")
    .description("run the examples in the documentation of functions, or write tests of them")
    .argument("[name...]", "default: all of them")
    .option("--generate", "write a test file for vitest from what the function declares, instead of running examples")
    .option("-o, --output <file>", "where --generate writes to; default: standard output")
    .option("--json", "print JSON")
    .addHelpText("after", `
An example is TypeScript after @example; a line "expression //=> value" says what must come out. A function without examples
does not count as failed where all are tested, and does where it is named.`)
    .action(async (names: readonly string[], { generate = false, output, json = false }: TestFlags) => {
      await using runtime = await openFunctions(terminal, { isQuiet: json });
      const { customFunctions } = runtime;
      if (output !== undefined && !generate) throw new UsageError("-o names a file for --generate.");
      if (generate) {
        const file = names.find((name) => /\.[cm]?[jt]s$/i.test(name));
        if (file !== undefined && output === undefined) throw new UsageError(`${file} is no name of a function; a file for the tests is named with -o ${file}.`);
        if (names.length !== 1) throw new UsageError("--generate writes the tests of one function; name it.");
        const { name } = ownFunction(runtime, names[0] as string);
        const code = customFunctions.generateTests(name);
        if (output !== undefined) await writeFileAtomically(output, code);
        if (json) printJson(terminal, { name, ...(output === undefined ? { code } : { written: output }) });
        else if (output === undefined) printExactly(terminal, code);
        return;
      }
      const reports = await testAll(runtime, names);
      if (reports.some((report) => !isFine(report, names.length > 0))) process.exitCode = exitCodes.failure;
      if (json) printJson(terminal, reports);
      else for (const report of reports) print(terminal, reportText(report, customFunctions.info(report.name).filePath ?? report.name, terminal));
      const [untested] = names.length === 0 ? [] : reports.filter(({ examples }) => examples.length === 0);
      if (untested !== undefined && !json) tell(terminal, `${untested.name} has no @example, and counts as failed where it is named: write one into the comment above it, as openhcs functions new shows.`);
    });
}

async function testAll(runtime: OpenHcsRuntime, names: readonly string[]): Promise<TestReport[]> {
  const { customFunctions } = runtime;
  const reports: TestReport[] = [];
  for (const name of names.length === 0 ? customFunctions.list().map((each) => each.name).sort() : names.map((each) => ownFunction(runtime, each).name)) reports.push(await customFunctions.test(name));
  return reports;
}

function isFine({ passed, examples }: TestReport, isNamed: boolean): boolean {
  return passed || (!isNamed && examples.length === 0);
}

function reportText({ name, passed, examples }: TestReport, file: string, { colours }: Terminal): string {
  if (examples.length === 0) return `${colours.yellow("-")} ${name}: no examples`;
  const failures = examples.flatMap((example) => example.failures);
  const title = `${passed ? colours.green("✓") : colours.red("✗")} ${name}: ${passed ? `${counted(examples.length, "example")} passed` : `${counted(examples.filter((example) => !example.passed).length, "example")} of ${examples.length} failed`}`;
  return [title, ...failures.map(({ line, message }) => `    ${file}:${line}: ${message}`)].join("\n");
}
