import { basename } from "node:path";
import type { Column, Table } from "@openhcs/core";
import type { Site, SiteFile } from "../plate/group-files.js";
import type { SiteResult } from "./process-site.js";

/** The nuclei of all sites in one table; a channel that a site does not have leaves its cells empty. */
export function nucleiTable(results: readonly Pick<SiteResult, "image" | "settings" | "nuclei" | "count">[]): Table {
  const rows = results.flatMap(({ count, image: { site }, settings }) => Array.from({ length: count }, () => ({ site, settings })));
  const measured = [...new Set(results.flatMap(({ nuclei }) => Object.keys(nuclei)))];
  return {
    file: rows.map(({ site, settings }) => nucleiFile(site, settings.channel)),
    well: rows.map(({ site }) => site.well ?? ""),
    site: rows.map(({ site }) => site.site ?? ""),
    channel: rows.map(({ settings }) => settings.channel),
    ...Object.fromEntries(measured.map((name) => [name, joined(results.map(({ nuclei, count }) => nuclei[name] ?? new Float64Array(count).fill(NaN)))])),
  };
}

/** Name of the file that holds the nuclei, or the first plane of them. */
function nucleiFile({ files }: Site, nuclei: string): string {
  return basename((files.find(({ channel }) => channel === nuclei) ?? (files[0] as SiteFile)).path);
}

function joined(columns: readonly Column[]): Float32Array {
  return Float32Array.from(columns.flatMap((column) => Array.from(column as Float64Array)));
}
