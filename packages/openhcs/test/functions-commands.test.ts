import type { Command } from "commander";
import { expect, it } from "vitest";
import * as commands from "../dist/cli/commands/functions/index.js";
import { processTerminal } from "../dist/cli/terminal.js";

it("every command about functions takes --json", () => {
  const ends = (command: Command): readonly Command[] => (command.commands.length === 0 ? [command] : command.commands.flatMap((each) => ends(each as Command)));
  const all = Object.values(commands).flatMap((make) => ends(make(processTerminal())));
  expect(all.filter(({ options }) => !options.some(({ long }) => long === "--json")).map((command) => command.name())).toEqual([]);
});
