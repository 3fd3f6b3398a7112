import { Command } from "commander";
import { runBatch } from "../../batch.js";
import { issueText } from "../../issues.js";
import { tellLibraryNames } from "../../library-name.js";
import { openFunctions } from "../../open-functions.js";
import { registerSource, type Registered } from "../../register-source.js";
import { givenKey, signOption } from "../../signing-key.js";
import { fetchSources } from "../../sources/index.js";
import { tell, type Terminal } from "../../terminal.js";

interface AddFlags {
  readonly update?: boolean;
  readonly sign?: string;
  readonly json?: boolean;
}

export function addCommand(terminal: Terminal): Command {
  return new Command("add")
    .description("register functions: they are validated, kept, and run isolated as openhcs:<name>")
    .argument("<source...>", "file, - for standard input, https://…, npm:package[/file], git+https://…[#[commit:]file]")
    .option("--update", "replace functions of the same names")
    .addOption(signOption())
    .option("--json", "print JSON")
    .addHelpText("after", `
Several sources are independent of each other: each is reported, and the command ends with 1 where any failed.
A package or repository without a file names its sources in package.json: "openhcs": { "functions": "./functions.ts" }.
Nothing is installed for npm:, and nothing of a repository is run.`)
    .action(async (references: readonly string[], { update = false, sign, json = false }: AddFlags) => {
      const privateKey = await givenKey(sign);
      await using runtime = await openFunctions(terminal, { isQuiet: json });
      await runBatch(terminal, {
        as: "source", subjects: references, asJson: json,
        work: async (reference) => {
          const registered: Registered[] = [];
          for (const source of await fetchSources(terminal, reference)) registered.push(await registerSource(runtime.customFunctions, source, { update, privateKey }));
          if (!json) for (const { origin, warnings } of registered) if (warnings.length > 0) tell(terminal, issueText({ errors: [], warnings }, origin, terminal.errorColours));
          if (!json) tellLibraryNames(terminal, runtime, registered.flatMap(({ functions }) => functions));
          return { functions: registered.flatMap(({ functions }) => functions), warnings: registered.flatMap(({ origin, warnings }) => warnings.map((warning) => ({ origin, ...warning }))) };
        },
        say: ({ functions }) => functions.join("\n"),
      });
    });
}
