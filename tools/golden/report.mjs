/** How many cases passed, failed and could not be run. */
export function tally(outcomes) {
  const count = (status) => outcomes.filter((outcome) => outcome.status === status).length;
  return { passed: count("passed"), failed: count("failed"), unsupported: count("unsupported") };
}

/** Lines for people: failures, then what is unsupported by op, then the tally alone on the last line. */
export function textReport(outcomes) {
  const { passed, failed, unsupported } = tally(outcomes);
  return [
    ...outcomes.filter(({ status }) => status === "failed").map(({ id, reason }) => `FAILED ${id}: ${reason}`),
    ...unsupportedByOp(outcomes),
    `${passed} passed, ${failed} failed, ${unsupported} unsupported`,
  ].join("\n");
}

/** One JSON document with every case. */
export function jsonReport(outcomes, { dir, on }) {
  return JSON.stringify({ dir, on, ...tally(outcomes), cases: outcomes }, null, 2);
}

function unsupportedByOp(outcomes) {
  const groups = new Map();
  for (const { status, op, variant, reason } of outcomes) {
    if (status !== "unsupported") continue;
    const line = `${op}.${variant}: ${reason}`;
    groups.set(line, (groups.get(line) ?? 0) + 1);
  }
  return [...groups].map(([line, count]) => `unsupported ${line} (${count})`);
}
