import * as core from "@openhcs/core";
import type { CompiledSource } from "@openhcs/validator";

export type GuestImport = CompiledSource["imports"][number];

/** The value of something that a trusted source imports. */
export type ImportResolver = (imported: GuestImport) => unknown;

const arrayInterface: Readonly<Record<string, unknown>> = { ...core };

/** Names of the module that has the array interface and the library. */
export const libraryModules: ReadonlySet<string> = new Set(["openhcs", "@openhcs/core", "@openhcs/functions"]);

/**
 * Imports of trusted sources: from modules that the host gives; of `openhcs` the array interface, the runtime's library functions, and
 * decorators of its memory types. What is none of these is run by its name in the call, as in an isolated child.
 */
export function importResolver(runtime: core.Runtime, modules: Readonly<Record<string, object>>): ImportResolver {
  return ({ from, imported }) => {
    const given = modules[from] as Readonly<Record<string, unknown>> | undefined;
    if (given !== undefined && imported === "*") return given;
    if (given !== undefined && imported in given) return given[imported];
    if (!libraryModules.has(from)) throw new SyntaxError(given === undefined ? `there is no module "${from}".` : `the module "${from}" has no export "${imported}".`);
    return imported === "*" ? wholeLibrary(runtime) : fromLibrary(imported, runtime);
  };
}

function fromLibrary(imported: string, runtime: core.Runtime): unknown {
  if (Object.hasOwn(arrayInterface, imported)) return arrayInterface[imported];
  const builtIn = runtime.functions.find(imported);
  if (builtIn !== undefined && builtIn.namespace === undefined) return builtIn.definition;
  if (runtime.memoryTypes.has(imported)) return core.memory(imported);
  return (...args: readonly unknown[]) => core.run(imported, ...args);
}

function wholeLibrary(runtime: core.Runtime): object {
  const builtIns = [...runtime.functions].filter(({ namespace }) => namespace === undefined).map(({ definition }) => [definition.name, definition]);
  return Object.freeze({ ...arrayInterface, ...Object.fromEntries(builtIns) });
}
