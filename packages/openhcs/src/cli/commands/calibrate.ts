import { Command } from "commander";
import type { Calibration, Cost } from "@openhcs/core";
import { createLibraryRuntime } from "../../library-runtime.js";
import { costBookFile } from "../../node/cost-book.js";
import { commandOptions } from "../command-services.js";
import { progressLine } from "../progress.js";
import { print, printJson, tabular, tell, type Terminal } from "../terminal.js";

interface CalibrateFlags {
  readonly backend?: readonly string[];
  readonly json?: boolean;
}

export function calibrateCommand(terminal: Terminal): Command {
  return new Command("calibrate")
    .description("measure what transfers, kernels and host references cost on this machine, so that plans choose by that; takes a minute or more")
    .option("--backend <names...>", "only those of a backend; reference for the host references")
    .option("--json", "print JSON")
    .action(async ({ backend, json = false }: CalibrateFlags) => {
      await using runtime = await createLibraryRuntime(commandOptions(terminal, { isQuiet: json }));
      const line = progressLine(terminal);
      const told = await runtime
        .calibrate({ ...(backend === undefined ? {} : { backends: backend }), onProgress: (progress) => line.report("calibrate", progress) })
        .finally(() => line.clear());
      if (json) return printJson(terminal, told);
      print(terminal, tableOf(told, terminal));
      const measured = told.filter((each) => each.measured !== undefined).length;
      tell(terminal, `${measured} of ${told.length} measured; plans count with them from now on (${costBookFile()}).`);
    });
}

function tableOf(told: readonly Calibration[], terminal: Terminal): string {
  const { colours } = terminal;
  const rows = told.map(({ what, declared, measured, skipped = "" }) => [colours.bold(what), costText(declared), measured === undefined ? colours.dim(`not measured: ${skipped}`) : costText(measured)]);
  return tabular(terminal, ["what", "declared", "measured"], rows);
}

function costText({ latencyUs, gbPerSec }: Cost): string {
  const rate = gbPerSec === Infinity ? "any size" : `${Number(gbPerSec.toPrecision(3))} GB/s`;
  return `${Number(latencyUs.toPrecision(3))} µs, ${rate}`;
}
