import { createRequire } from "node:module";
import { cpus } from "node:os";
import { BackendUnavailableError, defineBackend, type Verdict } from "@openhcs/core";
import { load, type InstructionSet } from "@openhcs/native";
import { hostForms } from "./interchange/host-forms.js";
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
  const find = () => load(addonFolder === undefined ? {} : { folder: addonFolder });
  return {
    name: "cpu",
    version,
    kernels,
    forms: [hostForms],
    probe(): Verdict {
      const found = find();
      if (found.addon === undefined) return { reason: found.reason, remedy: found.remedy };
      const name = cpus()[0]?.model.trim() ?? process.arch;
      return { devices: [{ name, threads: threads ?? cpus().length, instructionSet: instructionSet ?? found.addon.instructionSets.at(-1) ?? "baseline" }] };
    },
    open(): KernelSession {
      const found = find();
      if (found.addon === undefined) throw new BackendUnavailableError("cpu", found);
      return new KernelSession(new found.addon.Session({ threads, instructionSet }), found.addon.interchange);
    },
    close: (session: KernelSession) => session.close(),
  };
});
