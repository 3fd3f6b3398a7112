import { arch, platform } from "node:os";
import type { CallRecord, Runtime } from "@openhcs/core";
import type { NucleiSettings } from "../nuclei/scout.js";
import { packageVersion } from "../node/package-version.js";
import type { SiteFailure } from "./process-plate.js";
import type { SiteSummary } from "./output-folder.js";
import type { RunLog } from "./run-log.js";

interface Settled {
  readonly settings: NucleiSettings;
  readonly sites: readonly string[];
  readonly calls: readonly CallRecord[];
}

/** Collects what happened, so that a run can be understood and repeated: inputs, settings, and a record of every call. */
export class RunRecord {
  readonly #startedAt = Date.now();
  readonly #scouting: Settled[] = [];
  readonly #sites: object[] = [];
  readonly #log: RunLog;

  constructor(log: RunLog) {
    this.#log = log;
  }

  settled(settings: NucleiSettings, sites: readonly string[]): void {
    this.#scouting.push({ settings, sites, calls: this.#log.takeCalls() });
  }

  processed({ image: { site, channels, pixelSize }, settings, count }: SiteSummary): void {
    const { id, well, site: field, files, scheme } = site;
    this.#sites.push({ id, well, site: field, scheme: scheme?.name, files, channels: channels.map(({ name }) => name), pixelSize, settings, nuclei: count, calls: this.#log.takeCalls() });
  }

  finished(runtime: Runtime, failures: readonly SiteFailure[]): object {
    return {
      openhcs: packageVersion(), node: process.version, platform: `${platform()}-${arch()}`,
      startedAt: new Date(this.#startedAt).toISOString(), durationMs: Date.now() - this.#startedAt,
      backends: [...runtime.backends].map(({ name, version, contract }) => ({ name, version, contract })),
      unavailable: runtime.unavailable,
      kernels: this.#log.kernels, routes: this.#log.routes,
      scouting: this.#scouting, sites: this.#sites,
      failures: failures.map(({ site, error }) => ({ site: site.id, error: { code: (error as { code?: string }).code, message: error.message } })),
    };
  }
}
