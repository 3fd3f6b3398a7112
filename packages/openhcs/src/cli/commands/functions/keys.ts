import { Command } from "commander";
import type { Terminal } from "../../terminal.js";
import * as subcommands from "./keys/index.js";

export function keysCommand(terminal: Terminal): Command {
  const group = new Command("keys").description("make keys to sign functions with, and say whose signatures count");
  for (const make of Object.values(subcommands)) group.addCommand(make(terminal));
  return group;
}
