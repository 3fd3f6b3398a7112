import { Command } from "commander";
import { openFunctions } from "../../../open-functions.js";
import { print, printJson, type Terminal } from "../../../terminal.js";
import { UsageError } from "../../../usage-error.js";

interface TrustFlags {
  readonly label: string;
  readonly unisolated?: boolean;
  readonly json?: boolean;
}

export function trustCommand(terminal: Terminal): Command {
  return new Command("trust")
    .description("let the signatures of a key count")
    .argument("<public key>", "Ed25519, 32 bytes in base64, as keys generate prints it")
    .requiredOption("--label <text>", "whose key it is")
    .option("--unisolated", "run what it signed in the host's own process, where it can do whatever you can")
    .option("--json", "print JSON")
    .action(async (key: string, { label, unisolated = false, json = false }: TrustFlags) => {
      if (Buffer.from(key, "base64").length !== 32 || !/^[A-Za-z0-9+/]{43}=$/.test(key)) throw new UsageError(`a public key is 32 bytes in base64, received ${JSON.stringify(key)}.`);
      await using runtime = await openFunctions(terminal, { isQuiet: json });
      const trusted = { key, label, grantsTrust: unisolated };
      await runtime.customFunctions.trust(trusted);
      if (json) printJson(terminal, trusted);
      else print(terminal, `${label}: ${key}`);
    });
}
