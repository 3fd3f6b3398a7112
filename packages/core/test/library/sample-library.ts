import { defineLibrary, type LibraryCandidate, type LibraryFunctionCall, type NdArray, type ScanCache, type SkippedFunction } from "@openhcs/core";

const calls: Readonly<Record<string, (image: NdArray, parameters: Readonly<Record<string, unknown>>) => unknown>> = {
  any_rank: (image) => image.multiply(2),
  project: (image) => (image.rank === 3 ? image.slice(1).multiply(1) : image.multiply(1)),
  planes: (image) => {
    if (image.rank !== 2) throw new Error("planes only");
    return image.add(1);
  },
  volumes: (image) => {
    if (image.rank !== 3) throw new Error("volumes only");
    return image.add(1);
  },
  neither: (image) => {
    throw new Error(`no ${image.rank}D`);
  },
  never: () => new Promise(() => {}),
  textual: () => "not an array",
  scaled: (image, { factor }) => image.multiply(factor as number),
  measure: (image) => image.max(),
};

export interface LibraryLog {
  loads: number;
  scans: number;
}

const documentation = "Does something.";
const plain = (name: string): LibraryCandidate => ({ name, documentation });

export const sampleCandidates: readonly (LibraryCandidate | SkippedFunction)[] = [
  ...["any_rank", "project", "planes", "volumes", "neither", "never", "textual"].map(plain),
  { ...plain("scaled"), parameters: { factor: { type: "number", min: 0 } }, examples: [{ factor: 3 }], tags: ["scale"], category: "Arithmetic" },
  { ...plain("measure"), outputs: { largest: { type: "number" } } },
  { name: "writeFile", reason: "it writes files" },
  { ...plain("declared"), contract: "pure3d" },
  { ...plain("two words") },
  { ...plain("infinite"), parameters: { limit: { type: "number", max: Infinity } } },
];

interface Sample {
  readonly log: LibraryLog;
  readonly version?: string;
  readonly fingerprint?: string;
  readonly candidates?: readonly (LibraryCandidate | SkippedFunction)[];
  readonly load?: () => unknown;
}

/** A library whose functions show every contract, and every way to fail. */
export const sample = defineLibrary(({ log, version = "1.2.3", fingerprint = "", candidates = sampleCandidates, load = () => calls }: Sample) => ({
  name: "sample",
  version,
  fingerprint: () => fingerprint,
  load: () => {
    log.loads++;
    return load();
  },
  scan: () => {
    log.scans++;
    return candidates;
  },
  call: (library: unknown, { name, inputs, parameters }: LibraryFunctionCall) => (library as typeof calls)[name]?.(inputs["image"] as NdArray, parameters),
}));

export const newLog = (): LibraryLog => ({ loads: 0, scans: 0 });

/** Keeps JSON, as a file would. */
export class TextCache implements ScanCache {
  readonly texts = new Map<string, string>();

  get(library: string): unknown {
    const text = this.texts.get(library);
    return text === undefined ? undefined : JSON.parse(text);
  }

  set(library: string, content: unknown): void {
    this.texts.set(library, JSON.stringify(content));
  }
}
