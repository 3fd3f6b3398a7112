import { setImmediate } from "node:timers/promises";
import {
  copyElements, defineBackend, defineFunction, deviceMemory, InvalidArrayError, kernelFor, NdArray, OutOfMemoryError, saturate, stackSlices,
  type BackendSpec, type DeviceArray, type DeviceMemory, type Dtype, type Transfer, type TypedArray,
} from "@openhcs/core";

/** What a crate array lies in: elements that only the session can open. */
export interface Buffer {
  readonly elements: TypedArray;
  readonly crate: Crate;
}
export type CrateArray = DeviceArray<Buffer>;

interface CrateSpec {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly device?: number;
}

/** The device: counts what is taken out of its capacity, and keeps what was freed for reuse until it is trimmed. */
export class Crate {
  readonly #capacity: number;
  #used = 0;
  #pooled = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get pooledBytes(): number {
    return this.#pooled;
  }

  assertRoom(bytes: number): void {
    if (this.#used + bytes > this.#capacity) throw new OutOfMemoryError("crate", { requestedBytes: bytes });
  }

  pack(memory: DeviceMemory<Buffer>, elements: TypedArray, spec: CrateSpec): CrateArray {
    const bytes = elements.byteLength;
    this.assertRoom(bytes);
    this.#used += bytes;
    return memory.wrap({ elements, crate: this }, spec, () => {
      this.#used -= bytes;
      this.#pooled += bytes;
    });
  }

  trim(): void {
    this.#pooled = 0;
  }
}

/** A function for kernels to implement, with a rule of its own: the reference takes images of up to four axes. */
export const scaleBy = defineFunction({
  name: "scaleBy",
  documentation: "Multiplies every element.",
  inputs: { image: { type: "array" } },
  parameters: { factor: { type: "number", default: 2 }, rounds: { type: "integer", default: 1, min: 1 } },
  outputs: { image: { type: "array", result: "float" } },
  tolerance: { kind: "allclose", rtol: 1e-6, atol: 1e-6 },
  examples: [{}, { factor: 0.3 }, { factor: 1.1, rounds: 3 }],
  reference: ({ image }, { factor, rounds }) => {
    if (image.shape.length > 4) throw new InvalidArrayError("scaleBy takes images of at most four axes.");
    return image.cast("float32").map((value) => value * factor ** rounds);
  },
});

export const heldDtypes: readonly Dtype[] = ["bool", "uint8", "int16", "float16", "float32", "float64", "int64"];

const lending = { form: "crate-box", cost: { latencyUs: 50, gbPerSec: 1 }, copies: true };

export const crateMemory: DeviceMemory<Buffer> = deviceMemory<Buffer>({
  name: "crate",
  dtypes: heldDtypes,
  exports: [{ ...lending, export: (array) => ({ form: "crate-box", spec: crateMemory.spec(array), handle: array.buffer.elements }) }],
  imports: [{
    ...lending,
    import: ({ handle, spec, release }, { session }) => {
      const elements = (handle as TypedArray).slice();
      release?.();
      return (session as Crate).pack(crateMemory, elements, spec);
    },
  }],
  plane: ({ buffer: { elements, crate }, dtype, shape, device }, at) => {
    const size = (shape.at(-2) as number) * (shape.at(-1) as number);
    return crate.pack(crateMemory, elements.slice(at * size, (at + 1) * size), { dtype, shape: shape.slice(-2), device });
  },
  stack: (planes) => {
    const [{ buffer: { crate }, device }] = planes as [CrateArray];
    const { data, dtype, shape } = stackSlices(planes.map((plane) => new NdArray({ data: plane.buffer.elements, dtype: plane.dtype, shape: plane.shape })));
    return crate.pack(crateMemory, data, { dtype, shape, device });
  },
  converts: (from, to, scaling) => from === "float32" && to === "uint8" && scaling === "saturate",
  convert: ({ buffer: { elements, crate }, shape, device }) =>
    crate.pack(crateMemory, Uint8Array.from(elements as Float32Array, saturate("uint8")), { dtype: "uint8", shape, device }),
  template: `import { memory } from "openhcs";

export const myFunction = memory("crate")(function myFunction(image: unknown, amount: number = 1) {
  return amount > 0 ? image : image;
});
`,
});

export const upload: Transfer<Crate, NdArray, CrateArray> = {
  from: "ndarray", to: "crate", cost: { latencyUs: 2, gbPerSec: 5 }, copies: true,
  async run(array, { session, device }) {
    if (!heldDtypes.includes(array.dtype)) throw new TypeError(`crate holds ${heldDtypes.join(", ")}, not ${array.dtype}.`);
    session.assertRoom(array.bytes);
    await setImmediate();
    return session.pack(crateMemory, copyElements(array), { dtype: array.dtype, shape: array.shape, device });
  },
};

export const download: Transfer<Crate, CrateArray, NdArray> = {
  from: "crate", to: "ndarray", cost: { latencyUs: 2, gbPerSec: 5 }, copies: true,
  async run({ buffer, dtype, shape }) {
    await setImmediate();
    return new NdArray({ data: buffer.elements.slice(), dtype, shape });
  },
};

export const across: Transfer<Crate, CrateArray, CrateArray> = {
  from: "crate", to: "crate", cost: { latencyUs: 2, gbPerSec: 5 }, copies: true,
  run: ({ buffer, dtype, shape }, { session, device }) => session.pack(crateMemory, buffer.elements.slice(), { dtype, shape, device }),
};

export const scaleKernel = kernelFor(scaleBy, {
  memoryType: "crate",
  cost: { latencyUs: 5, gbPerSec: 1 },
  dtypes: ["uint8", "float32"],
  supports: ({ image }) => (image?.shape.length ?? 0) <= 4 || "has at most four axes",
  async run({ image }: { readonly image: CrateArray }, { factor, rounds }, { session }: { readonly session: Crate }) {
    await setImmediate();
    const scaled = Float32Array.from(image.buffer.elements as Float32Array, (value) => value * factor ** rounds);
    return session.pack(crateMemory, scaled, { dtype: "float32", shape: image.shape, device: image.device });
  },
});

/** A backend without fault. */
export const soundSpec: BackendSpec<Crate> = {
  name: "crate",
  version: "1.0.0",
  memoryTypes: [crateMemory],
  transfers: [upload, download, across],
  kernels: [scaleKernel],
  probe: () => ({ devices: [{ name: "crate 0" }, { name: "crate 1" }] }),
  fingerprint: () => "crates of 2026",
  open: async () => new Crate(2 ** 28),
  close: () => {},
  trim: (crate) => crate.trim(),
  pooled: (crate) => [{ memoryType: "crate", device: 0, pooledBytes: crate.pooledBytes }],
};

/** The sound backend, spoilt by other members. */
export function crateWith(members: Partial<BackendSpec<Crate>> = {}) {
  return defineBackend(() => ({ ...soundSpec, ...members }));
}
