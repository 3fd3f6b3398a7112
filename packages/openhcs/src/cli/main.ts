import { Command } from "commander";
import { packageVersion } from "../node/package-version.js";
import * as commands from "./commands/index.js";
import { reportFailure } from "./failure.js";
import { processTerminal } from "./terminal.js";

async function main(): Promise<void> {
  const terminal = processTerminal();
  // A reader that stops early, such as head, ends the output and is no failure.
  terminal.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));
  const program = new Command("openhcs")
    .description("functions on n-d arrays and microscopy images, run where they run best")
    .version(packageVersion())
    .exitOverride()
    .configureOutput({ outputError: () => {} }); // What is wrong is said once, by reportFailure.
  for (const make of Object.values(commands)) program.addCommand(make(terminal).copyInheritedSettings(program));
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = reportFailure(terminal, error, { asJson: process.argv.includes("--json"), help: "openhcs --help, or openhcs <command> --help" });
  }
}

void main();
