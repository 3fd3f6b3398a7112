import { Skipped } from "./check.js";

/**
 * Runs a test with its subject, and ends the subject whatever came of it. What the test found counts before what ending found.
 *
 * @returns why it was skipped, if it was
 * @throws what it found wrong, or why the subject could not be ended
 */
export async function runAndEnd<Subject extends AsyncDisposable>(run: (subject: Subject) => Promise<void>, subject: Subject): Promise<string | undefined> {
  const ran = await outcome(() => run(subject));
  const ended = await outcome(() => subject[Symbol.asyncDispose]());
  const failed = [ran, ended].find((each) => each !== undefined && !(each.thrown instanceof Skipped));
  if (failed !== undefined) throw failed.thrown;
  return ran === undefined ? undefined : (ran.thrown as Skipped).message;
}

/** Does everything, whatever fails. @throws what failed first */
export async function doAll(works: Iterable<() => Promise<void>>): Promise<void> {
  let first: { readonly thrown: unknown } | undefined;
  for (const work of works) {
    const failed = await outcome(work);
    first ??= failed;
  }
  if (first !== undefined) throw first.thrown;
}

async function outcome(work: () => PromiseLike<void>): Promise<{ readonly thrown: unknown } | undefined> {
  try {
    await work();
    return undefined;
  } catch (thrown) {
    return { thrown };
  }
}
