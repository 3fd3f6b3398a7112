import { Command } from "commander";
import type { Terminal } from "../terminal.js";

/** Its commands are loaded where one of them is called, for all others start without them. */
export async function functionsCommand(terminal: Terminal, words: readonly string[]): Promise<Command> {
  const group = new Command("functions").description("write, add, edit, share and test functions of your own");
  if (!words.includes(group.name())) return group;
  const subcommands = await import("./functions/index.js");
  for (const make of Object.values(subcommands)) group.addCommand(make(terminal));
  return group;
}
