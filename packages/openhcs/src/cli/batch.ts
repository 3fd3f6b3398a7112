import { exitCodes, failureText, plainFailure } from "./failure.js";
import { print, printJson, tell, type Terminal } from "./terminal.js";

interface Batch<Result> {
  /** What a subject is, as a member of the JSON: `source`, `name`. */
  readonly as: string;
  readonly subjects: readonly string[];
  readonly asJson: boolean;
  readonly work: (subject: string) => Promise<Result>;
  /** A line on a success. */
  readonly say: (result: Result, subject: string) => string;
}

/** Does the same with one subject after the other: each is reported, a failure stops none of the others and ends the process with 1. */
export async function runBatch<Result extends object>(terminal: Terminal, { as, subjects, asJson, work, say }: Batch<Result>): Promise<void> {
  const reports: object[] = [];
  for (const subject of subjects) {
    try {
      const result = await work(subject);
      reports.push({ [as]: subject, ...result });
      if (!asJson) print(terminal, say(result, subject));
    } catch (error) {
      process.exitCode = exitCodes.failure;
      reports.push({ [as]: subject, error: plainFailure(error) });
      if (!asJson) tell(terminal, await failureText(terminal, error));
    }
  }
  if (asJson) printJson(terminal, reports);
}
