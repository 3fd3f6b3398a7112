import type { FunctionStore, SourceSignature, TrustedKey } from "@openhcs/core";
import { UntrustedSourceError } from "../custom-function-errors.js";
import { checkSignature } from "./sign-source.js";

/** Where a source's bodies run: in a killable child process, or, trusted, in a worker thread or in the host's own process. */
export type Tier = "isolated" | "worker" | "in-process";

/** Which sources a host takes, and where they run. */
export interface TrustPolicy {
  /** Takes only sources that a trusted key signed. Default false. */
  readonly onlySigned?: boolean | undefined;
  /** Trusts every source, whoever wrote it: for hosts whose users could run programs anyway. Default false. */
  readonly everything?: boolean | undefined;
  /** Keys of the host, which count everywhere; those that a store lists count for the sources of that store. */
  readonly keys?: readonly TrustedKey[] | undefined;
  /** Where trusted sources run. Default `in-process`. */
  readonly tier?: Exclude<Tier, "isolated"> | undefined;
}

export interface Verdict {
  /** Granted by the host, or by a key that it trusts so far. */
  readonly trusted: boolean;
  readonly tier: Tier;
  /** Label of the trusted key that signed it. */
  readonly signedBy?: string;
}

/** Judges sources by the host's policy. */
export class Trust {
  readonly #policy: TrustPolicy;
  readonly #stores: readonly FunctionStore[];
  readonly #memory: FunctionStore;
  readonly #keys = new Map<FunctionStore, ReadonlyMap<string, TrustedKey>>();
  /** Hashes of the sources for which the host vouched itself, while this lives. */
  readonly #granted = new Set<string>();

  /** @param memory keeps what is not persisted, and the keys for stores that keep none */
  constructor(policy: TrustPolicy, stores: readonly FunctionStore[], memory: FunctionStore) {
    this.#policy = policy;
    this.#stores = stores;
    this.#memory = memory;
  }

  /** Where the host's own keys are kept: with the sources that it persists. */
  get keyStore(): FunctionStore {
    const [first] = this.#stores;
    return first?.trust === undefined ? this.#memory : first;
  }

  grant(hash: string): void {
    this.#granted.add(hash);
  }

  isGranted(hash: string): boolean {
    return this.#granted.has(hash);
  }

  /** Where an unsigned source would run. */
  tierOf(hash: string): Tier {
    const { everything = false, tier = "in-process" } = this.#policy;
    return everything || this.#granted.has(hash) ? tier : "isolated";
  }

  /**
   * @param home keeps the source, or is about to: its keys count
   * @param vouched whether the host vouches for this text, which `grant` makes last
   * @throws InvalidSignatureError, UntrustedSourceError
   */
  async judge(sourceName: string, source: string, hash: string, signature: SourceSignature | undefined, home: FunctionStore, vouched = false): Promise<Verdict> {
    const { onlySigned = false, everything = false, tier = "in-process" } = this.#policy;
    if (signature !== undefined) checkSignature(sourceName, source, signature);
    const key = signature === undefined ? undefined : (await this.#keysFor(home)).get(signature.key);
    const granted = vouched || everything || this.#granted.has(hash);
    if (onlySigned && key === undefined && !granted) throw new UntrustedSourceError(sourceName, signature?.key);
    const trusted = granted || key?.grantsTrust === true;
    return { trusted, tier: trusted ? tier : "isolated", ...(key === undefined ? {} : { signedBy: key.label }) };
  }

  /** Every one, wherever it counts. */
  async keys(): Promise<readonly TrustedKey[]> {
    const keys = [...await listed([...this.#stores, this.#memory]), ...this.#policy.keys ?? []];
    return [...new Map(keys.map((key) => [JSON.stringify([key.key, key.label, key.grantsTrust]), key])).values()];
  }

  /** The stores are asked anew. */
  forget(): void {
    this.#keys.clear();
  }

  /** By key; read once until `forget`. */
  async #keysFor(home: FunctionStore): Promise<ReadonlyMap<string, TrustedKey>> {
    const known = this.#keys.get(home);
    if (known !== undefined) return known;
    const keys = new Map([...await listed(this.#keepersFor(home)), ...this.#policy.keys ?? []].map((key) => [key.key, key]));
    this.#keys.set(home, keys);
    return keys;
  }

  /** Whose keys count for the sources of a store: whoever may write to one store vouches for nothing in another. What is not persisted counts as the first store's. */
  #keepersFor(home: FunctionStore): readonly FunctionStore[] {
    if (home === this.#memory) return [this.#memory, ...this.#stores.slice(0, 1)];
    return home.trust === undefined ? [home, this.#memory] : [home]; // Which takes no key: those for its sources are kept in memory.
  }
}

async function listed(stores: readonly FunctionStore[]): Promise<readonly TrustedKey[]> {
  const lists = await Promise.all(stores.map((store) => store.trustedKeys?.() ?? []));
  return lists.flat();
}
