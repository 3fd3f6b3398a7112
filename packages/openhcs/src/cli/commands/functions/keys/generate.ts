import { open } from "node:fs/promises";
import { Command } from "commander";
import { messageOf } from "@openhcs/core";
import { generateKeyPair } from "@openhcs/custom-functions";
import { print, printJson, type Terminal } from "../../../terminal.js";
import { UsageError } from "../../../usage-error.js";

export function generateCommand(terminal: Terminal): Command {
  return new Command("generate")
    .description("make a key pair: the private key goes to a new file, the public one is printed")
    .argument("<file>", "for the private key, which only you can read; who has it can sign as you")
    .option("--json", "print JSON")
    .action(async (path: string, { json = false }: { readonly json?: boolean }) => {
      const { publicKey, privateKey } = generateKeyPair();
      await writePrivately(path, privateKey);
      if (json) printJson(terminal, { publicKey, privateKeyFile: path });
      else print(terminal, publicKey);
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
