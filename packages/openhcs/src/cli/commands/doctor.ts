import { existsSync } from "node:fs";
import { arch, availableParallelism, cpus, platform, release, totalmem } from "node:os";
import { Command } from "commander";
import type { Backend, DeviceFacts, Runtime } from "@openhcs/core";
import { packageVersion } from "../../node/package-version.js";
import { probeCacheFile } from "../../node/probe-cache.js";
import { librariesText } from "../libraries-text.js";
import { print, printJson, tabular, type Terminal } from "../terminal.js";
import { whyUnavailable } from "../unavailable.js";

interface BackendHealth {
  readonly name: string;
  readonly status: "available" | "unavailable";
  readonly version?: string;
  readonly contract?: string;
  readonly memoryTypes?: readonly string[];
  readonly kernels?: number;
  readonly devices?: readonly DeviceFacts[];
  readonly reason?: string;
  readonly remedy?: string;
}

export function doctorCommand(terminal: Terminal): Command {
  return new Command("doctor")
    .description("say what works here: backends with their devices, libraries, how your functions are isolated and where they are, or why not and what would help")
    .option("--rescan", "scan libraries anew")
    .option("--json", "print JSON")
    .action(async ({ json, rescan }: { readonly json?: boolean; readonly rescan?: boolean }) => {
      const [{ openFunctions }, { functionHealth, functionHealthText }] = await Promise.all([import("../open-functions.js"), import("../function-health.js")]);
      await using runtime = await openFunctions(terminal, { isQuiet: true, rescan }); // What is wrong is part of the report.
      const health = { environment: environment(runtime), backends: backendsOf(runtime), libraries: runtime.libraries, customFunctions: await functionHealth(runtime) };
      if (json === true) printJson(terminal, health);
      else print(terminal, [
        report(health.environment, health.customFunctions.functions, health.backends, terminal),
        ...(health.libraries.length === 0 ? [] : [librariesText(health.libraries, terminal)]),
        functionHealthText(health.customFunctions, terminal),
      ].join("\n\n"));
    });
}

type Environment = ReturnType<typeof environment>;

function environment(runtime: Runtime) {
  const cache = probeCacheFile();
  return {
    openhcs: packageVersion(),
    node: process.version,
    platform: `${platform()}-${arch()} ${release()}`,
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    threads: availableParallelism(),
    memoryGb: Math.round(totalmem() / 1e9),
    functions: runtime.functions.size,
    probeCache: cache,
    probeCacheExists: existsSync(cache),
  };
}

function backendsOf(runtime: Runtime): BackendHealth[] {
  const available = runtime.available.map(({ backend, devices }) => healthOf(runtime.backends.get(backend), devices));
  const unavailable = runtime.unavailable.map(({ backend, reason, remedy }) =>
    ({ name: backend, status: "unavailable" as const, reason, ...(remedy === undefined ? {} : { remedy }) }));
  return [...available, ...unavailable];
}

function healthOf({ name, version, contract, memoryTypes = [], kernels = [] }: Backend, devices: readonly DeviceFacts[]): BackendHealth {
  return {
    name, status: "available", contract, devices,
    ...(version === undefined ? {} : { version }),
    memoryTypes: memoryTypes.map((type) => type.name),
    kernels: kernels.length,
  };
}

function report({ openhcs, node, platform: system, cpu, threads, memoryGb, functions, probeCache, probeCacheExists }: Environment, own: number, backends: readonly BackendHealth[], terminal: Terminal): string {
  const { colours } = terminal;
  const facts = [
    ["openhcs", openhcs], ["node", node], ["platform", system], ["processor", `${cpu}, ${threads} threads, ${memoryGb} GB memory`],
    ["functions", own === 0 ? String(functions) : `${functions}, ${own} of them yours`], ["probe cache", probeCacheExists ? probeCache : `${probeCache} (none yet)`],
  ].map(([name, text]) => `${colours.dim((name as string).padEnd(12))} ${text}`);
  const rows = backends.map(({ name, status, version = "", kernels, devices = [], ...why }) => {
    const works = status === "available";
    const details = works ? [`${kernels} kernels`, ...devices.map(describeDevice)].join("; ") : whyUnavailable(why);
    return [colours.bold(name), works ? colours.green("available") : colours.red("unavailable"), version, details];
  });
  return `${facts.join("\n")}\n\n${tabular(terminal, ["backend", "status", "version", "details"], rows)}`;
}

function describeDevice({ name, ...facts }: DeviceFacts): string {
  const rest = Object.entries(facts).map(([fact, value]) => `${fact} ${value}`);
  return rest.length === 0 ? name : `${name} (${rest.join(", ")})`;
}
