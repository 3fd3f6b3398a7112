import { join } from "node:path";
import { writeTable } from "@openhcs/io";
import { Command, InvalidArgumentError } from "commander";
import { reportFailure } from "../cli/failure.js";
import { progressLine } from "../cli/progress.js";
import { print, processTerminal, tell, type Terminal } from "../cli/terminal.js";
import { createLibraryRuntime } from "../library-runtime.js";
import { findImages } from "../plate/find-images.js";
import { groupFiles } from "../plate/group-files.js";
import { NothingProcessedError } from "../plate/plate-errors.js";
import { compareWithTruth, type Agreement } from "../sample/compare.js";
import { writeSamplePlate, type SamplePlate } from "../sample/sample-plate.js";
import { OutputFolder, type SiteSummary } from "./output-folder.js";
import { processPlate, type SiteFailure } from "./process-plate.js";
import { RunLog } from "./run-log.js";
import { RunRecord } from "./run-record.js";
import { summaryText } from "./summary.js";

interface StartFlags {
  readonly out: string;
  readonly nuclei?: string;
  readonly diameter?: number;
}

/** Counts and measures the nuclei of a plate; gives how many sites failed. */
async function countNuclei(terminal: Terminal, paths: readonly string[], { out, nuclei, diameter }: StartFlags): Promise<number> {
  const sample = paths.length === 0 ? await makeSample(terminal, join(out, "sample-plate")) : undefined;
  const sites = groupFiles(sample?.files ?? (await findImages(paths, out)));
  const folder = new OutputFolder(out);
  await using runtime = await createLibraryRuntime({ backends: "installed" });
  const log = new RunLog(runtime);
  const record = new RunRecord(log);
  const processed: SiteSummary[] = [];
  const agreements = new Map<string, Agreement>();
  const progress = progressLine(terminal);
  const failures = await processPlate(runtime, sites, {
    ...(nuclei === undefined ? {} : { channel: nuclei }),
    ...(diameter === undefined ? {} : { diameterPx: diameter }),
    onProgress: (done, { id }) => progress.report(`${id}, ${done + 1} of ${sites.length}`, { fraction: done / sites.length }),
    onSettled: (settings, alike) => record.settled(settings, alike.map(({ id }) => id)),
    onResult: async (result) => {
      await folder.writeSite(result);
      const { labels, overlay: _, ...summary } = result;
      const truth = sample?.truth.find(({ site }) => site === result.image.site.id);
      if (truth !== undefined) agreements.set(truth.site, compareWithTruth(labels, truth, result.count));
      record.processed(summary);
      processed.push(summary);
    },
  });
  progress.clear();
  if (processed.length === 0) throw nothingProcessed(failures);
  await folder.writeNuclei(processed);
  await folder.writeRecord(record.finished(runtime, failures));
  print(terminal, summaryText({ runtime, sites: processed, failures, log, agreements, folder: out }, terminal));
  return failures.length;
}

function nothingProcessed(failures: readonly SiteFailure[]): Error {
  const [first, ...others] = failures as readonly [SiteFailure, ...SiteFailure[]];
  if (others.every(({ error }) => error.message === first.error.message)) return first.error;
  return new NothingProcessedError(failures.map(({ site, error }) => ({ site: site.id, reason: error.message })));
}

async function makeSample(terminal: Terminal, folder: string): Promise<SamplePlate> {
  tell(terminal, `Making a sample plate in ${folder}; give files or folders to use your own: npm start -- <files or folder>`);
  const plate = await writeSamplePlate(folder);
  const rows = plate.truth.flatMap(({ site, centres }) => centres.map(([x, y]) => ({ site, x, y })));
  await writeTable(join(folder, "truth.csv"), { site: rows.map(({ site }) => site), x: rows.map(({ x }) => x), y: rows.map(({ y }) => y) });
  return plate;
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError("must be a number above 0.");
  return value;
}

async function main(): Promise<void> {
  const terminal = processTerminal();
  const program = new Command("npm start --")
    .description("count and measure the nuclei in a plate of images; without images, in a sample plate")
    .argument("[images...]", "image files, or folders of them")
    .option("--out <folder>", "where results go", "openhcs-output")
    .option("--nuclei <channel>", "name or number of the channel that shows nuclei")
    .option("--diameter <pixels>", "diameter of a nucleus", positive)
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .action(async (images: string[], flags: StartFlags) => {
      const failed = await countNuclei(terminal, images, flags);
      if (failed > 0) process.exitCode = 1;
    });
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = await reportFailure(terminal, error, { asJson: false, help: "npm start -- --help" });
  }
}

void main();
