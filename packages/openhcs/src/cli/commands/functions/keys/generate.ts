import { open } from "node:fs/promises";
import { Command } from "commander";
import { messageOf } from "@openhcs/core";
import { generateKeyPair } from "@openhcs/custom-functions";
import { print, printJson, tell, type Terminal } from "../../../terminal.js";
import { UsageError } from "../../../usage-error.js";

export function generateCommand(terminal: Terminal): Command {
  return new Command("generate")
    .description("make a key pair: the private key goes to a new file, the public one is printed")
    .argument("[file]", "for the private key, which only you can read; who has it can sign as you")
    .option("-o, --output <file>", "the same")
    .option("--json", "print JSON")
    .action(async (file: string | undefined, { output, json = false }: { readonly output?: string; readonly json?: boolean }) => {
      const path = file ?? output;
      if (path === undefined || (file !== undefined && output !== undefined)) throw new UsageError("the private key goes to one file: openhcs functions keys generate <file>");
      const { publicKey, privateKey } = generateKeyPair();
      await writePrivately(path, privateKey);
      if (json) printJson(terminal, { publicKey, privateKeyFile: path });
      else {
        print(terminal, publicKey);
        tell(terminal, `The public key, for those who are to take what you sign: openhcs functions keys trust ${publicKey} --label "…"`);
      }
    });
}

/** A key that is written over is lost for good. @throws UsageError */
async function writePrivately(path: string, text: string): Promise<void> {
  try {
    await using file = await open(path, "wx", 0o600);
    await file.writeFile(text);
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === "EEXIST";
    throw new UsageError(exists ? `${path} exists already; name another file.` : `${path} cannot be written: ${messageOf(error)}.`, { cause: error });
  }
}
