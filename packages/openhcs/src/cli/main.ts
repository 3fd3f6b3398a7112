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
  for (const make of Object.values(commands)) program.addCommand(inheriting(await make(terminal, process.argv), program));
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = await reportFailure(terminal, error, { asJson: process.argv.includes("--json"), help: "openhcs --help, or openhcs <command> --help" });
  }
}

/** With the settings of the program in its subcommands too. */
function inheriting(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  for (const each of command.commands) inheriting(each as Command, command);
  return command;
}

void main();
