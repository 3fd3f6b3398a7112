import { join } from "node:path";

/** Where things lie: sources in the folder itself, everything else below `.openhcs`. */
export interface StorePaths {
  readonly folder: string;
  readonly state: string;
  /** Every source that there was, each under its hash. */
  readonly versions: string;
  /** One JSON line per change of any source, the oldest first. */
  readonly log: string;
  /** What is being done; there from when it is certain until it is done. */
  readonly journal: string;
  readonly trustedKeys: string;
  /** Temporary files, of whoever holds the lock. */
  readonly staging: string;
  readonly lock: string;
  /** Held while a change is committed to git, which others need not wait for. */
  readonly commitLock: string;
}

export function storePaths(folder: string): StorePaths {
  const state = join(folder, ".openhcs");
  return {
    folder,
    state,
    versions: join(state, "versions"),
    log: join(state, "history.jsonl"),
    journal: join(state, "journal.json"),
    trustedKeys: join(state, "trusted-keys.json"),
    staging: join(state, "staging"),
    lock: join(state, "lock"),
    commitLock: join(state, "commit-lock"),
  };
}
