import { Argument, Command } from "commander";
import { print, printJson, type Terminal } from "../../../terminal.js";
import { trustSettings, writeTrustSettings } from "../../../trust-settings.js";

export function requireCommand(terminal: Terminal): Command {
  return new Command("require")
    .description("take only functions that a trusted key signed, in all commands of this user; without an argument: say whether")
    .addArgument(new Argument("[state]", "on or off").choices(["on", "off"]))
    .option("--json", "print JSON")
    .action(async (state: "on" | "off" | undefined, { json = false }: { readonly json?: boolean }) => {
      if (state !== undefined) await writeTrustSettings({ onlySigned: state === "on" });
      const settings = trustSettings();
      if (json) printJson(terminal, settings);
      else print(terminal, settings.onlySigned ? "on: only functions that a trusted key signed are taken" : "off: unsigned functions are taken too, and run isolated");
    });
}
