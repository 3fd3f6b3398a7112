import { Command } from "commander";
import { runBatch } from "../../batch.js";
import { exitCodes } from "../../failure.js";
import { issueText } from "../../issues.js";
import { openFunctions } from "../../open-functions.js";
import { fetchSources } from "../../sources/index.js";
import type { Terminal } from "../../terminal.js";

export function validateCommand(terminal: Terminal): Command {
  return new Command("validate")
    .description("say what is wrong with sources, as file:line:column, and register nothing")
    .argument("<source...>", "as add takes them")
    .option("--json", "print JSON")
    .action(async (references: readonly string[], { json = false }: { readonly json?: boolean }) => {
      await using runtime = await openFunctions(terminal, { isQuiet: json, withStore: false });
      await runBatch(terminal, {
        as: "source", subjects: references, asJson: json,
        work: async (reference) => {
          const results = (await fetchSources(terminal, reference)).map(({ origin, code }) => ({ origin, ...runtime.customFunctions.validate(code) }));
          const isValid = results.every((result) => result.isValid);
          if (!isValid) process.exitCode = exitCodes.failure;
          return { isValid, results };
        },
        say: ({ results }) => results.map((result) => {
          const issues = issueText(result, result.origin, terminal.colours);
          return [...(issues === "" ? [] : [issues]), ...(result.isValid ? [`${result.origin}: valid: ${result.functionNames.join(", ")}`] : [])].join("\n");
        }).join("\n"),
      });
    });
}
