import type { LoadFailure } from "@openhcs/custom-functions";
import { Isolation, type IsolationReport } from "@openhcs/isolation";
import { defaultFolder } from "@openhcs/store-fs";
import type { OpenHcsRuntime } from "../create-runtime.js";
import { loadFailureText } from "../load-failure-text.js";
import { tabular, type Terminal } from "./terminal.js";
import { trustSettings } from "./trust-settings.js";
import { whyUnavailable } from "./unavailable.js";

/** How it stands with the custom functions of the user: where they are, which are broken, and what isolates them. */
export interface FunctionHealth {
  readonly folder: string;
  readonly functions: number;
  readonly failures: readonly LoadFailure[];
  /** What the user should know of the folder, such as that others may write to it. */
  readonly warnings: readonly string[];
  readonly isolation: IsolationReport;
  /** Whether only signed ones are taken. */
  readonly onlySigned: boolean;
}

export async function functionHealth({ customFunctions }: OpenHcsRuntime): Promise<FunctionHealth> {
  const { count, failures, warnings } = await customFunctions.loadAll();
  await using isolation = new Isolation();
  return { folder: defaultFolder(), functions: count, failures, warnings, isolation: isolation.facts, ...trustSettings() };
}

export function functionHealthText({ folder, functions, failures, warnings, isolation, onlySigned }: FunctionHealth, terminal: Terminal): string {
  const { colours } = terminal;
  const { level, guarantees } = isolation;
  const refused = failures.length === 0 ? "" : colours.red(`; ${failures.length} not taken as they are, see below`);
  const facts = [
    ["your functions", `${functions} in ${folder}${refused}`],
    ["taken are", onlySigned ? "only those that a trusted key signed" : "unsigned ones too"],
    ["isolation", level === "full" ? colours.green(level) : colours.yellow([level, whyUnavailable(isolation)].filter((text) => text !== "").join(": "))],
  ]
    .map(([name, text]) => `${colours.dim((name as string).padEnd(14))} ${text}`);
  const rows = guarantees.map(({ name, holds, how }) => [colours.bold(name), holds ? colours.green("yes") : colours.red("no"), how]);
  const broken = failures.map((failure) => {
    const { place, reason } = loadFailureText(failure);
    return `${place}: ${reason}${failure.serving === undefined ? "" : " The last good version serves on."}`;
  });
  return [
    facts.join("\n"),
    ...(warnings.length === 0 ? [] : [warnings.map((text) => `${colours.yellow("warning:")} ${text}`).join("\n")]),
    ...(broken.length === 0 ? [] : [[colours.red("not taken as they are:"), ...broken.map((text) => `  ${text}`)].join("\n")]),
    tabular(terminal, ["guarantee", "holds", "how"], rows),
  ].join("\n\n");
}
