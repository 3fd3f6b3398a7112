import * as core from "@openhcs/core";
import type { GuestImport } from "../../guest-source.js";
import { headerOf } from "./handle.js";

/** What a source may import from, which is all one: the names say what is meant. */
const modules = ["openhcs", "@openhcs/core", "@openhcs/functions"];

/** What the bridge needs of the core and user code does not. */
const internal = ["allocateWith", "byExpression", "furtherArrays", "rawKernelRefusal", "installAllocator", "lend", "Storage"];

/** What the library asks of the call that is running. */
export interface LibraryCalls {
  readonly isCalled: boolean;
  run(key: string, args: readonly unknown[]): Promise<unknown>;
  progress(fraction: number, message?: string): void;
}

/** Gives each import its value: the array API itself, decorators, and functions that the host runs. */
export class Library {
  readonly #named: Map<string, unknown>;
  readonly #calls: LibraryCalls;
  readonly #functions: object | undefined;

  /** @param functions the function library itself, in a realm that runs its references */
  constructor(calls: LibraryCalls, functions: object | undefined) {
    this.#calls = calls;
    this.#functions = functions;
    this.#named = new Map<string, unknown>(Object.entries(core).filter(([name]) => !internal.includes(name)));
    this.#named.set("run", (key: string, ...args: readonly unknown[]) => calls.run(`${key}`, args));
    this.#named.set("elementwise", Object.freeze((first: unknown, ...rest: readonly unknown[]) => {
      const ask = (...args: readonly unknown[]) => calls.run("elementwise", args);
      return typeof first === "string" ? core.byExpression(first, ask) : ask(first, ...rest);
    }));
    this.#named.set("memory", Object.freeze((memoryType: string) => withoutKernels(core.memory(memoryType), `${memoryType}`)));
    this.#named.set("ndarray", withoutKernels(core.memory("ndarray"), "ndarray"));
    this.#named.set("progress", (fraction: number, message?: string) => calls.progress(fraction, message));
  }

  valueOf({ from, imported }: GuestImport): unknown {
    if (!modules.includes(from)) throw new SyntaxError(`there is no module "${from}"; there are ${modules.join(", ")}.`);
    if (this.#functions !== undefined && from === "@openhcs/functions" && imported === "*") return this.#functions;
    return imported === "*" ? new Proxy(Object.freeze({ __proto__: null }), { get: (_, name) => (typeof name === "string" ? this.#nameOf(name) : undefined) }) : this.#nameOf(imported);
  }

  #nameOf(name: string): unknown {
    const known = this.#named.get(name);
    if (known !== undefined) return known;
    const made = withoutKernels(this.#make(name), name);
    this.#named.set(name, made);
    return made;
  }

  /** A name that the realm does not know is a library function, or the decorator of a memory type: what it is given tells. */
  #make(name: string): (first?: unknown, ...rest: readonly unknown[]) => unknown {
    const decorate = core.memory(name) as (argument: unknown) => unknown;
    return (first, ...rest) => {
      if (typeof first === "function" || !this.#calls.isCalled && isOptions(first)) return decorate(first);
      return this.#calls.run(name, rest.length === 0 ? [first] : [first, ...rest]);
    };
  }
}

/** Kernels of users can write to any memory, and so run only where their source is trusted. */
function withoutKernels<Decorating extends object>(decorator: Decorating, name: string): Decorating {
  return Object.freeze(Object.assign(decorator, { kernel: () => { throw new Error(core.rawKernelRefusal(name)); } }));
}

function isOptions(value: unknown): boolean {
  return typeof value === "object" && value !== null && !core.isNdArray(value) && headerOf(value) === undefined;
}
