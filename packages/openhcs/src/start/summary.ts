import type { Runtime } from "@openhcs/core";
import type { Terminal } from "../cli/terminal.js";
import { whyUnavailable } from "../cli/unavailable.js";
import type { Agreement } from "../sample/compare.js";
import { textTable } from "../table/text-table.js";
import type { SiteSummary } from "./output-folder.js";
import type { SiteFailure } from "./process-plate.js";
import type { RunLog } from "./run-log.js";

export interface Summary {
  readonly runtime: Runtime;
  readonly sites: readonly SiteSummary[];
  readonly failures: readonly SiteFailure[];
  readonly log: RunLog;
  /** By site; empty where the truth is not known. */
  readonly agreements: ReadonlyMap<string, Agreement>;
  readonly folder: string;
}

const longestKernelList = 12;

/** The run in words and tables, for a person. */
export function summaryText({ runtime, sites, failures, log, agreements, folder }: Summary, { colours }: Terminal): string {
  const sections = [siteTable(), totals(), `${kernelTable()}\n\n${routeLines()}`, `Results are in ${colours.bold(folder)}: overlays/, labels/, nuclei.csv, run-record.json.`];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;

  function siteTable(): string {
    const truthColumns = agreements.size > 0 ? [{ title: "truth", align: "right" as const }, { title: "found", align: "right" as const }] : [];
    const columns = [{ title: "site" }, { title: "nuclei in" }, { title: "nuclei", align: "right" as const }, ...truthColumns, { title: "area", align: "right" as const }, { title: "time", align: "right" as const }];
    const rows = sites.map(({ image: { site, pixelSize }, settings, nuclei, count, record }) => {
      const agreement = agreements.get(site.id);
      const truth = agreement === undefined ? truthColumns.map(() => "") : [String(agreement.truth), percent(agreement.matched / agreement.truth)];
      const inUm = nuclei["area_um2"] !== undefined && pixelSize.x !== undefined;
      const area = count === 0 ? "" : `${median((inUm ? nuclei["area_um2"] : nuclei["area_px"]) as Float64Array).toFixed(0)} ${inUm ? "µm²" : "px"}`;
      return [site.id, settings.channel, colours.bold(String(count)), ...truth, area, milliseconds(record.durationUs)];
    });
    return textTable(columns, rows, colours.dim);
  }

  function totals(): string {
    const total = sites.reduce((sum, { count }) => sum + count, 0);
    const lines = [`${colours.bold(String(total))} nuclei in ${sites.length} ${sites.length === 1 ? "site" : "sites"}.`];
    const known = [...agreements.values()];
    if (known.length > 0) {
      const truth = known.reduce((sum, each) => sum + each.truth, 0);
      const matched = known.reduce((sum, each) => sum + each.matched, 0);
      const off = (total - truth) / truth;
      lines.push(`The sample holds ${truth}: the count is off by ${percent(Math.abs(off))}, and ${percent(matched / truth)} of the true nuclei were found one to one.`);
    }
    for (const { site, error } of failures) lines.push(`${colours.red(site.id)} failed: ${error.message}`);
    return lines.join("\n");
  }

  function kernelTable(): string {
    const { kernels } = log;
    const rows = kernels.slice(0, longestKernelList).map(({ kernel, calls, durationUs }) => [kernel, String(calls), milliseconds(durationUs)]);
    const columns = [{ title: "kernel" }, { title: "calls", align: "right" as const }, { title: "time", align: "right" as const }];
    const more = kernels.length > longestKernelList ? `\n${colours.dim(`and ${kernels.length - longestKernelList} more that took less`)}` : "";
    return textTable(columns, rows, colours.dim) + more;
  }

  function routeLines(): string {
    const lines = log.routes.map(({ path, moves, bytes, durationUs }) => `${path}: ${moves} moves, ${(bytes / 1e6).toFixed(1)} MB, ${milliseconds(durationUs)}`);
    const routes = lines.length > 0 ? lines : ["Routes: none needed; every kernel ran on host arrays where they lay."];
    return [...routes, ...runtime.unavailable.map(({ backend, ...why }) => colours.yellow(`${backend} is not available: ${whyUnavailable(why)}`))].join("\n");
  }
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)} %`;
}

function milliseconds(durationUs: number): string {
  return durationUs < 9_995 ? `${(durationUs / 1000).toPrecision(2)} ms` : durationUs < 1e6 ? `${(durationUs / 1000).toFixed(0)} ms` : `${(durationUs / 1e6).toFixed(2)} s`;
}

function median(values: ArrayLike<number>): number {
  const sorted = Array.from(values).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
