// A node:test reporter that yields one tally, as JSON, when the run ends.
import { relative, resolve } from "node:path";
import { countFailure, nothing } from "./tally.mjs";

const isEnd = ({ type }) => type === "test:pass" || type === "test:fail";

export default async function* nodeTestTally(events) {
  const tally = nothing();
  for await (const event of events) if (isEnd(event)) count(event, tally);
  yield JSON.stringify(tally);
}

function count({ type, data: { name, file = "", skip, todo, details } }, tally) {
  if (details?.type === "suite") return;
  const where = relative(process.cwd(), file);
  const hasFailed = type === "test:fail" && !todo;
  // Node reports a file that failed, or that has no tests, as a test of the file's name, which later versions give relative to the working directory.
  if (resolve(name) === file) countFailure(tally, `${where} ${hasFailed ? "failed outside its tests" : "has no tests"}`, hasFailed ? [textOf(details.error)] : []);
  else if (hasFailed) countFailure(tally, `${where} > ${name}`, [textOf(details.error)]);
  else if (skip || todo) tally.skipped.push({ name: `${where} > ${name}`, reason: reasonOf(skip) || reasonOf(todo) || (todo ? "todo" : "") });
  else tally.passed += 1;
}

/** Node wraps what a test threw. */
function textOf(error) {
  const thrown = error?.cause ?? error;
  return String(thrown?.stack ?? thrown);
}

const reasonOf = (mark) => (typeof mark === "string" ? mark : "");
