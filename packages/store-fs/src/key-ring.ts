import type { TrustedKey } from "@openhcs/core";
import type { StoreFolder } from "./store-folder.js";
import { countingKeys, readKeyFile, writeTrustedKeys } from "./trusted-keys.js";

/** The trusted keys of a folder, with what was last told of them. */
export class KeyRing {
  readonly #folder: StoreFolder;
  #told: string | undefined;

  constructor(folder: StoreFolder) {
    this.#folder = folder;
  }

  /** As far as they count. */
  read(): readonly TrustedKey[] {
    return countingKeys(readKeyFile(this.#folder.paths));
  }

  /** Takes the keys as told. Those that are damaged say nothing, until they are mended. @returns whether they differ from what was last told */
  take(): boolean {
    const told = this.#told;
    try {
      this.#told = JSON.stringify(this.read());
    } catch {
      this.#told = undefined;
      return false; // Whoever asks for the keys hears why.
    }
    return this.#told !== told;
  }

  trust({ key, label, grantsTrust }: TrustedKey): Promise<unknown> {
    return this.#change((keys) => [...keys.filter((other) => other.key !== key), { key, label, grantsTrust }]);
  }

  /** @returns whether it was trusted */
  distrust(key: string): Promise<boolean> {
    return this.#change((keys) => keys.filter((other) => other.key !== key));
  }

  /** @returns whether there are fewer of them now */
  #change(change: (keys: readonly TrustedKey[]) => readonly TrustedKey[]): Promise<boolean> {
    return this.#folder.exclusively(async () => {
      const { keys } = readKeyFile(this.#folder.paths);
      const changed = change(keys);
      await writeTrustedKeys(this.#folder.paths, changed);
      this.take();
      return changed.length < keys.length;
    });
  }
}
