import type { OpenHcsError, Runtime } from "@openhcs/core";
import { likeSites, scout, type NucleiSettings, type NucleiWishes } from "../nuclei/scout.js";
import { splitTouching } from "../nuclei/split-touching.js";
import type { Site } from "../plate/group-files.js";
import { readSite } from "../plate/read-site.js";
import { processSite, type SiteResult } from "./process-site.js";

/** A site that could not be processed; the others go on. */
export interface SiteFailure {
  readonly site: Site;
  readonly error: OpenHcsError | Error;
}

export interface PlateOptions extends NucleiWishes {
  /** Before each site. */
  readonly onProgress?: (done: number, site: Site) => void;
  /** When it is decided how the nuclei of sites taken alike are found. */
  readonly onSettled?: (settings: NucleiSettings, sites: readonly Site[]) => void;
  /** After each site, before the next is read. */
  readonly onResult: (result: SiteResult) => Promise<void>;
}

/** Processes the sites one after the other, those taken alike by the same settings. Gives the sites that failed. */
export async function processPlate(runtime: Runtime, sites: readonly Site[], { onProgress, onSettled, onResult, ...wishes }: PlateOptions): Promise<readonly SiteFailure[]> {
  runtime.register(splitTouching, { namespace: "openhcs" });
  const settings = new Map<string, Promise<NucleiSettings>>();
  const settingsOf = (site: Site): Promise<NucleiSettings> => {
    const kind = likeSites(site);
    const known = settings.get(kind) ?? settle(sites.filter((other) => likeSites(other) === kind));
    settings.set(kind, known);
    return known;
  };
  const settle = async (alike: readonly Site[]): Promise<NucleiSettings> => {
    const chosen = await scout(runtime, alike, wishes);
    onSettled?.(chosen, alike);
    return chosen;
  };
  const failures: SiteFailure[] = [];
  for (const [done, site] of sites.entries()) {
    onProgress?.(done, site);
    try {
      const chosen = await settingsOf(site);
      await onResult(await processSite(runtime, await readSite(runtime, site), chosen));
    } catch (error) {
      failures.push({ site, error: error instanceof Error ? error : new Error(String(error)) });
    }
  }
  return failures;
}
