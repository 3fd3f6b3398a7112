import { Command } from "commander";
import { runBatch } from "../../batch.js";
import { functionName } from "../../function-name.js";
import { openFunctions } from "../../open-functions.js";
import { ownFunction } from "../../own-function.js";
import { readKey } from "../../signing-key.js";
import type { Terminal } from "../../terminal.js";

interface SignFlags {
  readonly key: string;
  readonly json?: boolean;
}

export function signCommand(terminal: Terminal): Command {
  return new Command("sign")
    .description("vouch for the sources of functions with a private key")
    .argument("<name...>", "with or without openhcs:")
    .requiredOption("--key <file>", "private key, as keys generate makes it")
    .option("--json", "print JSON")
    .action(async (names: readonly string[], { key: file, json = false }: SignFlags) => {
      const key = await readKey(file);
      await using runtime = await openFunctions(terminal, { isQuiet: json });
      await runBatch(terminal, {
        as: "name", subjects: names, asJson: json,
        work: async (name) => {
          await runtime.customFunctions.sign(ownFunction(runtime, name).name, key);
          return { signed: true };
        },
        say: (_, name) => `signed ${functionName(name)}`,
      });
    });
}
