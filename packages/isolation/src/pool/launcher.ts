import { loadIsolation, type IsolationAddon } from "@openhcs/native/isolation";

/** The way in which children run. */
export interface Launcher {
  readonly way: "hardened" | "portable" | "worker";
  /** Where there are segments. */
  readonly addon: IsolationAddon | undefined;
  /** The file of the addon. */
  readonly addonFile?: string;
  /** The compiled function library, where children are started that run its references. */
  readonly libraryFolder?: string;
  /** The files of the modules that it imports, by their names. */
  readonly libraryModules?: Readonly<Record<string, string>>;
  /** Why it is not the hardened way, and what would help. */
  readonly lacks: { readonly reason: string; readonly remedy?: string } | undefined;
}

/** The safest way that there is here, among those that were not switched off. */
export function launcherFor({ tier, native }: { readonly tier: "process" | "worker"; readonly native: "auto" | "off" }): Launcher {
  if (tier === "worker") return { way: "worker", addon: undefined, lacks: { reason: "trusted code runs in threads of this process." } };
  const portable = (reason: string, remedy?: string): Launcher => ({
    way: "portable", addon: undefined, lacks: { reason, ...(remedy === undefined ? {} : { remedy }) },
  });
  if (native === "off") return portable("the native addon is switched off.");
  const loaded = loadIsolation();
  if (loaded.addon === undefined) return portable(`${loaded.reason}.`, loaded.remedy);
  const { addon, path } = loaded;
  const { segments, systemCallFilter, limits, platform, arch } = addon.facts();
  if (!segments || !systemCallFilter || !limits) {
    const missing = [segments || "sealed memory segments", systemCallFilter || "a filter of system calls", limits || "limits from outside"].filter((part) => typeof part === "string");
    return portable(`this system (${platform}, ${arch}) offers no ${missing.join(", no ")}.`, "Linux 5 or newer on x64 or arm64 does.");
  }
  return { way: "hardened", addon, addonFile: path, lacks: undefined };
}
