import type { ExampleBlock } from "./example-block.js";
import { withChecks, type ExampleFault } from "./example-checks.js";

/** The name of the function that an example becomes. */
export const exampleName = "runThisExample";

export interface Surroundings {
  /** The source in whose documentation the example stands. */
  readonly source: string;
  readonly libraryFunctions: readonly string[];
}

export interface ExampleSource {
  readonly source: string;
  /** The line in it on which the example begins, 1-based. */
  readonly firstLine: number;
  /** Why it need not be run. */
  readonly faults: readonly ExampleFault[];
}

/** Within the source, where names of the source's own must stay what they are. */
const comparison = `
function exampleShown(value: unknown): string {
  const text = JSON.stringify(exampleValue(value), (_key, part) => (typeof part === "bigint" ? String(part) : typeof part === "number" && !Number.isFinite(part) ? String(part) : part)) ?? String(value);
  return text.length > 200 ? text.slice(0, 200) + " …" : text;
}
function exampleValue(value: any): any {
  if (typeof value === "bigint" || typeof value === "boolean") return value;
  if (typeof value !== "object" || value === null) return value;
  if (typeof value.toNested === "function") return value.toNested();
  return ArrayBuffer.isView(value) ? Array.from(value as any) : value;
}
function exampleSame(given: unknown, expected: unknown): boolean {
  const [a, b] = [exampleValue(given), exampleValue(expected)];
  if (typeof a === "string" || typeof b === "string" || a === null || b === null || a === undefined || b === undefined) return a === b;
  if (typeof a !== "object" && typeof b !== "object") return Object.is(Number(a), Number(b)) || Math.abs(Number(a) - Number(b)) <= 1e-6 * Math.max(1, Math.abs(Number(a)), Math.abs(Number(b)));
  if (typeof a !== "object" || typeof b !== "object" || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && exampleSame(a[key], b[key]));
}`.trim();

/**
 * The source with the example as a function of its own behind it: it may use what the file has, the library, NdArray, and `assert(condition)`.
 *
 * What stands behind a statement after `//=>` is what it must give: `await brightSpots(image, 0.5) //=> [[[0, 1]]]`.
 */
export function exampleSource(block: ExampleBlock, { source, libraryFunctions }: Surroundings): ExampleSource {
  const text = block.code.map((line) => line.text).join("\n");
  const isDeclared = (name: string) => new RegExp(`\\b(?:function|const|let|class)\\s+${name}\\b|\\bimport\\b[^;"']*\\b${name}\\b`).test(source + text);
  const isWanted = (name: string) => new RegExp(`\\b${name}\\b`).test(text) && !isDeclared(name);
  const imported = ["NdArray as exampleArray", "ndarray as exampleTag", ...libraryFunctions.filter(isWanted)];
  const head = [
    source.trimEnd(),
    `import { ${imported.join(", ")} } from "openhcs";`,
    comparison,
    "/** Runs the example. */",
    `export const ${exampleName} = exampleTag(async function ${exampleName}(image: unknown) { return await exampleRun(); });`,
    "async function exampleRun() {", // Outside, for the function of the source may be called image.
    "const exampleFailures: { line: number; message: string }[] = [];",
    "const exampleCheck = (line: number, given: unknown, expected: unknown) => { if (!exampleSame(given, expected)) exampleFailures.push({ line, message: `gave ${exampleShown(given)}, not ${exampleShown(expected)}` }); };",
    'const assert = (condition: unknown, message = "assertion failed") => { if (!condition) throw new Error(message); };',
    "let exampleGiven: unknown;",
    "const NdArray = exampleArray; {",
  ].join("\n");
  const { text: body, faults } = withChecks(block);
  return { source: `${head}\n${body}\n}\nreturn exampleFailures;\n}\n`, firstLine: head.split("\n").length + 1, faults };
}
