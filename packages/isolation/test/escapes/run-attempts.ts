import { allocateWith, NdArray, isNdArray, type Allocator } from "@openhcs/core";
import { DeviceArray, type Attempt, type Outcome, type Seen } from "./attempt.js";
import { guestSide, imported } from "./guest-side.js";
import { fill } from "./verdict.js";

export interface Source {
  readonly filename: string;
  readonly code: string;
  readonly imports: readonly { readonly from: string; readonly imported: string; readonly local: string }[];
  readonly names: readonly string[];
  readonly hash: string;
}

/** Who runs guests: an `Isolation`, or one that protects nothing, by which the attempts themselves are tried. */
export interface Runner {
  call(source: Source, binding: string, args: readonly unknown[], host: Host): Promise<unknown>;
  share?(array: NdArray): NdArray;
}

export interface Host {
  readonly limits?: { readonly timeoutMs?: number; readonly memoryBytes?: number; readonly arrayBytes?: number };
  run(key: string, args: readonly unknown[], allocator: Allocator): Promise<unknown>;
  progress(fraction: number, message?: string): void;
  log(level: string, text: string): void;
  handleOf?(value: unknown): { readonly memoryType: string; readonly dtype: string; readonly shape: readonly number[] } | undefined;
}

/** What guests are told, so that they know where to look. */
export interface Bait {
  readonly file: string;
  readonly link: string;
  readonly socket: string;
  readonly port: number;
  readonly host: number;
}

const imports = imported.map((name) => ({ from: "openhcs", imported: name, local: name }));
const head = `${guestSide}\n`;
let sources = 0;

function sourceOf(code: string, names: readonly string[], own: string = ""): Source {
  return { filename: "attempt.ts", code: `${head}${own}\n${code}`, imports, names, hash: `attempts-${process.pid}-${++sources}` };
}

const bodyOf = (name: string, body: string) => `async function ${name}(image, parameters, handle) { ${body}\n}`;

const functionsOf = ({ body, later }: Attempt, suffix: string) => [bodyOf(`attack${suffix}`, body), later === undefined ? "" : bodyOf(`later${suffix}`, later)].join("\n");
const namesOf = ({ later }: Attempt, suffix: string) => [`attack${suffix}`, ...(later === undefined ? [] : [`later${suffix}`])];

/** Attempts that can share a source, and so a child, do; the others get one each. */
export class Attempts {
  readonly #runner: Runner;
  readonly #bait: Bait;
  readonly #shared: Source;
  /** Attempts of the shared source, by their place in it. */
  readonly #places: readonly Attempt[];

  constructor(runner: Runner, attempts: readonly Attempt[], bait: Bait) {
    this.#runner = runner;
    this.#bait = bait;
    this.#places = attempts.filter(({ alone, top }) => alone === undefined && top === undefined);
    this.#shared = sourceOf(this.#places.map((attempt, at) => functionsOf(attempt, String(at))).join("\n"), this.#places.flatMap((attempt, at) => namesOf(attempt, String(at))));
  }

  async run(attempt: Attempt): Promise<Seen> {
    const place = this.#places.indexOf(attempt);
    const suffix = place === -1 ? "" : String(place);
    const source = place === -1 ? sourceOf(functionsOf(attempt, ""), namesOf(attempt, ""), attempt.top) : this.#shared;
    const heard = { runs: [] as Seen["runs"][number][], progress: [] as Seen["progress"][number][], logs: [] as Seen["logs"][number][], afterTheEnd: [] as string[] };
    const image = fill(this.#share(NdArray.zeros([128, 128])));
    const handles: DeviceArray[] = [];
    const outcomes: Outcome[] = [];
    const returned: { array: NdArray; was: Uint8Array }[] = [];
    const call = async (from: Source, binding: string, input: NdArray) => {
      const handle = new DeviceArray();
      handles.push(handle);
      const [host, end] = hostOf(heard);
      const nested = { sigma: 1, list: [1, [2, { x: 3 }]], bytes: new Uint8Array([1, 2, 3, 4]) };
      const outcome: Outcome = await this.#runner.call(from, binding, [input, { ...this.#bait, nested }, handle], host).then((value) => ({ value }), (error: unknown) => ({ error }));
      end();
      outcomes.push(outcome.error === undefined && "error" in outcome ? { error: "nothing" } : outcome);
      if (!nested.bytes.every((byte, at) => byte === at + 1)) heard.afterTheEnd.push("changed bytes of a parameter");
      return arraysIn(outcome.value);
    };
    for (const array of await call(source, `attack${suffix}`, image)) returned.push({ array, was: bytesOf(array) });
    if (attempt.disposes) for (const { array } of returned.splice(0)) array.dispose();
    if (attempt.other !== undefined) {
      await call(sourceOf(bodyOf("other", attempt.other), ["other"]), "other", this.#share(NdArray.full([128, 128], 7777.5)));
    }
    if (attempt.later !== undefined) await call(source, `later${suffix}`, fill(this.#share(NdArray.zeros([128, 128]))));
    const changed = returned.findIndex(({ array, was }) => Buffer.compare(bytesOf(array), was) !== 0);
    if (changed !== -1) outcomes.push({ value: "it changed an array after it had returned it" });
    if (heard.afterTheEnd.includes("changed bytes of a parameter")) outcomes.push({ value: "it changed bytes of a parameter" });
    return { outcomes, ...heard, handles, image };
  }

  #share(array: NdArray): NdArray {
    return this.#runner.share?.(array) ?? array;
  }
}

function hostOf(heard: { runs: Seen["runs"][number][]; progress: Seen["progress"][number][]; logs: Seen["logs"][number][]; afterTheEnd: string[] }): readonly [Host, () => void] {
  let ended = false;
  const hear = (what: string) => {
    if (ended) heard.afterTheEnd.push(what);
  };
  const host: Host = {
    limits: { timeoutMs: 5_000, memoryBytes: 2 ** 28, arrayBytes: 2 ** 28 },
    async run(key, args, allocator) {
      hear(`a call of ${String(key)}`);
      heard.runs.push({ key, args: args.map((arg) => (arg instanceof NdArray ? arg.copy() : arg)) });
      if (key === "echo" || key === "gaussian" || key === "later") return args[0];
      if (key === "slow") return new Promise((resolve) => setTimeout(resolve, 30, args[0]));
      if (key === "array") return allocateWith(allocator, () => NdArray.full([128, 128], 2));
      throw new Error(`there is no function ${String(key)}.`);
    },
    progress(fraction, message) {
      hear("progress");
      heard.progress.push([fraction, message]);
    },
    log(level, text) {
      hear("a line");
      heard.logs.push([level, text]);
    },
    handleOf: (value) => (value instanceof DeviceArray ? value : undefined),
  };
  return [host, () => { ended = true; }];
}

function arraysIn(value: unknown, depth = 6): NdArray[] {
  if (typeof value !== "object" || value === null || depth === 0 || ArrayBuffer.isView(value)) return [];
  try {
    if (isNdArray(value)) return value instanceof NdArray && !value.isDisposed ? [value] : [];
    return Object.values(value).flatMap((inner) => arraysIn(inner, depth - 1));
  } catch {
    return [];
  }
}

/** A copy; nothing where the memory is gone. */
function bytesOf({ data }: NdArray): Uint8Array {
  return data.byteLength === 0 ? new Uint8Array() : new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength).slice();
}
