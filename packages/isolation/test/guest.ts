import { createHash } from "node:crypto";
import type { GuestHost, GuestImport, GuestSource } from "@openhcs/isolation";

/** What sources of these tests import, all under their own names. */
const imported = ["NdArray", "isNdArray", "ndarray", "opencl", "run", "progress", "gaussian", "median"];

/** A source whose functions are those that it declares at its top level. */
export function sourceOf(code: string, imports: readonly GuestImport[] = imported.map((name) => ({ from: "openhcs", imported: name, local: name }))): GuestSource {
  const names = [...code.matchAll(/^(?:async )?function (\w+)|^const (\w+) =/gm)].map(([, fn, constant]) => (fn ?? constant) as string);
  return { filename: "guest.ts", code, imports, names, hash: createHash("sha256").update(code).digest("hex") };
}

/** A source with one function, `f`. */
export function functionOf(body: string, parameters = "...args", kind = "function"): GuestSource {
  return sourceOf(`${kind} f(${parameters}) {${body}}\n`);
}

/** A host that keeps what it hears, and whose library is given. */
export class Listener implements GuestHost {
  readonly lines: string[] = [];
  readonly steps: [number, string | undefined][] = [];
  readonly signal?: AbortSignal;
  readonly limits?: NonNullable<GuestHost["limits"]>;
  readonly run: GuestHost["run"];
  readonly handleOf?: NonNullable<GuestHost["handleOf"]>;

  constructor({ run = (key) => Promise.reject(new Error(`there is no "${key}"`)), ...rest }: Partial<Pick<GuestHost, "run" | "signal" | "limits" | "handleOf">> = {}) {
    this.run = run;
    Object.assign(this, rest);
  }

  progress(fraction: number, message?: string): void {
    this.steps.push([fraction, message]);
  }

  log(level: string, text: string): void {
    this.lines.push(`${level}: ${text}`);
  }
}
