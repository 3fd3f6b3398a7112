import { camelCaseName } from "@openhcs/core";
import { wellKnownDecorators, type ImportRule, type ValidationOptions } from "../validation-options.js";

/** Whose decorators and library functions count. */
export const ourModules: ReadonlySet<string> = new Set(["openhcs", "@openhcs/core", "@openhcs/functions"]);

/** Of the core only what concerns arrays, which is what a source has wherever it runs; runtimes and registries are the host's. */
const arrayApi = [
  "ndarray", "memory", "tagOf", "NdArray", "isNdArray", "stack", "stackSlices", "unstackSlices", "dtypeOf", "dtypeKind", "isDtype", "isFloat", "isInteger", "isBigInteger", "dtypeRange", "dtypes",
  "bytesPerElement", "computeDtype", "holds", "viewBytes", "allocate", "copyElements", "readNumbers", "fromFloat16", "toFloat16", "integerRange", "roundHalfEven", "saturate",
  "sizeOf", "maxRank", "broadcastShapes", "broadcastStrides", "contiguousStrides", "isContiguous", "normalizeAxis", "fromScijs", "toScijs", "fromZarrChunk", "toZarrChunk",
  "OpenHcsError", "isOpenHcsError", "messageOf", "DisposedError", "InvalidArrayError",
];

/** The allow list: what the host says of a module stands in the place of what is said here. */
export function importRules(options: ValidationOptions): readonly ImportRule[] {
  const { imports = [] } = options;
  const known = knownExports(options);
  const library = known === undefined ? {} : { names: [...known] };
  const defaults: readonly ImportRule[] = [
    { from: "openhcs", ...library, why: "arrays, decorators and library functions" },
    { from: "@openhcs/core", names: arrayApi, why: "arrays" },
    { from: "@openhcs/functions", ...library, why: "library functions" },
  ];
  return [...defaults.filter(({ from }) => !imports.some((rule) => rule.from === from)), ...imports];
}

/** What the library gives to custom functions; undefined where it is not known, and so may be anything. */
export function knownExports({ libraryFunctions, memoryTypes = [], decorators = wellKnownDecorators }: ValidationOptions): ReadonlySet<string> | undefined {
  return libraryFunctions === undefined ? undefined : new Set([...libraryFunctions, ...arrayApi, ...decorators, ...memoryTypes, "run", "progress"]);
}

/** Whether a module gives a name; of ours also in the other spelling, in which a runtime finds its functions too. */
export function gives({ from, names }: ImportRule, name: string): boolean {
  return names === undefined || names.includes(name) || (ourModules.has(from) && names.includes(camelCaseName(name)));
}
