import type { PooledMemory } from "../backend/backend.js";
import type { Place } from "../transfer/place.js";
import type { ArraySpec } from "./array-spec.js";
import type { MemoryType } from "./memory-type.js";

/** What a runtime holds in one place. */
export interface MemoryReport {
  readonly memoryType: string;
  readonly device: number;
  /** Arrays that this runtime made and nobody has released, and their bytes. */
  readonly arrays: number;
  readonly bytes: number;
  /** Bytes that the backend keeps for reuse, where it says so. */
  readonly pooledBytes?: number;
}

interface Account {
  readonly memoryType: string;
  readonly device: number;
  arrays: number;
  bytes: number;
}

/** Counts what a runtime's calls and moves made, until it is freed or collected. */
export class Ledger {
  readonly #accounts = new Map<string, Account>();

  /** Follows a fresh array, by one of its handles; of memory types that do not tell when they free, nothing is counted. */
  follow(type: MemoryType, value: unknown, { memoryType, device, bytes }: ArraySpec): void {
    if (type.onFree === undefined) return;
    const account = this.#account(memoryType, device);
    account.arrays++;
    account.bytes += bytes;
    type.onFree(value, () => {
      account.arrays--;
      account.bytes -= bytes;
    });
  }

  report(): MemoryReport[] {
    return [...this.#accounts.values()].map((account) => ({ ...account }));
  }

  #account(memoryType: string, device: number): Account {
    const place = `${memoryType}:${device}`;
    let account = this.#accounts.get(place);
    if (account === undefined) {
      account = { memoryType, device, arrays: 0, bytes: 0 };
      this.#accounts.set(place, account);
    }
    return account;
  }
}

/** Reports with the pools of backends beside what is held, also of places where nothing is. */
export function withPools(held: readonly MemoryReport[], pools: readonly PooledMemory[]): MemoryReport[] {
  const isSame = (a: Place, b: Place) => a.memoryType === b.memoryType && a.device === b.device;
  const idle = pools.filter((pool) => !held.some((report) => isSame(report, pool))).map((pool) => ({ arrays: 0, bytes: 0, ...pool }));
  return [...held.map((report) => ({ ...report, ...pools.find((pool) => isSame(pool, report)) })), ...idle];
}
