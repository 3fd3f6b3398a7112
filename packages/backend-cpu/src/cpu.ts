import { createRequire } from "node:module";
import { cpus } from "node:os";
import { defineBackend, type Verdict } from "@openhcs/core";
import { load, type Addon, type InstructionSet } from "@openhcs/native";
import { kernels } from "./kernels/index.js";
import { KernelSession } from "./kernel-session.js";

export interface CpuOptions {
  /** Threads that run kernels, 1 to 1024; as many as the machine has processors by default. */
  readonly threads?: number;
  /** A lesser instruction set than the best of this machine, to compare with. */
  readonly instructionSet?: InstructionSet;
  /** Where the native addon lies: a folder like that of `@openhcs/native`, which is the default. */
  readonly addonFolder?: string;
}

const { version } = createRequire(import.meta.url)("../package.json") as { readonly version: string };

/** Native kernels for host arrays: off the JavaScript thread, on threads of their own, in the best instruction set of the machine. */
export const cpu = defineBackend(({ threads, instructionSet, addonFolder }: CpuOptions = {}) => {
  const found = () => load(addonFolder === undefined ? {} : { folder: addonFolder });
  return {
    name: "cpu",
    version,
    kernels,
    probe(): Verdict {
      const { addon, ...failure } = found();
      if (addon === undefined) return failure as Exclude<ReturnType<typeof found>, { addon: Addon }>;
      const name = cpus()[0]?.model.trim() ?? process.arch;
      return { devices: [{ name, threads: threads ?? cpus().length, instructionSet: instructionSet ?? addon.instructionSets.at(-1) ?? "baseline" }] };
    },
    open(): KernelSession {
      const { addon } = found();
      return new KernelSession(new (addon as Addon).Session({ threads, instructionSet }));
    },
    close: (session: KernelSession) => session.close(),
  };
});
