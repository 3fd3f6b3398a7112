import { setTimeout } from "node:timers/promises";
import { copyElements, NdArray, type BackendSpec, type Transfer, type TypedArray } from "@openhcs/core";
import { Crate, type CrateArray, crateMemory, download, heldDtypes, scaleKernel, upload } from "./crate.js";

interface Broken {
  readonly what: string;
  /** Members in place of the sound ones. */
  readonly members: Partial<BackendSpec<Crate>>;
  /** The test that must fail, and what its message must say. */
  readonly failing: string;
  readonly message: RegExp;
}

const never = new Promise<never>(() => {});
const uploading = (run: Transfer<Crate, NdArray, CrateArray>["run"]): Partial<BackendSpec<Crate>> => ({ transfers: [{ ...upload, run }, download] });
const downloading = (run: Transfer<Crate, CrateArray, NdArray>["run"]): Partial<BackendSpec<Crate>> => ({ transfers: [upload, { ...download, run }] });
const computing = (members: Partial<typeof scaleKernel>): Partial<BackendSpec<Crate>> => ({ kernels: [{ ...scaleKernel, ...members }] });
const holding = (members: Partial<typeof crateMemory>): Partial<BackendSpec<Crate>> => ({ memoryTypes: [{ ...crateMemory, ...members }] });
type Run = typeof scaleKernel.run;

const packed = (elements: TypedArray, { dtype, shape }: Pick<NdArray, "dtype" | "shape">, crate: Crate) => crate.pack(crateMemory, elements, { dtype, shape });
const hoard: unknown[] = [];
let lastElements: TypedArray | undefined;
let probes = 0;
const scratch = new Float32Array(2 ** 16);

/** Backends with one fault each. */
export const brokenBackends: readonly Broken[] = [
  {
    what: "a probe that throws",
    members: { probe: () => { throw new Error("no driver"); } },
    failing: "probe answers true, the devices, or a reason, and never throws", message: /no driver/,
  },
  {
    what: "a probe without a reason",
    members: { probe: () => ({ reason: "" }) },
    failing: "probe answers true, the devices, or a reason, and never throws", message: /no reason/,
  },
  {
    what: "a probe of two minds",
    members: { probe: () => (probes++ % 2 === 0 ? true : { reason: "busy" }) },
    failing: "probe gives the same answer every time", message: /first .* then/,
  },
  {
    what: "an opening that hangs",
    members: { open: () => never },
    failing: "opens and closes twenty times", message: /open did not settle/,
  },
  {
    what: "a closing that breaks",
    members: { close: () => { throw new Error("device lost"); } },
    failing: "opens and closes twenty times", message: /device lost/,
  },
  {
    what: "a closing that works once",
    members: { close: (crate) => { if (hoard.includes(crate)) throw new Error("closed already"); hoard.push(crate); } },
    failing: "closing twice is harmless", message: /closed already/,
  },
  {
    what: "a device that is one per process",
    members: { open: onlyOne(), close: () => {} },
    failing: "two sessions live side by side", message: /in use/,
  },
  {
    what: "a transfer that goes through float32",
    members: uploading(async (array, { session }) => {
      const elements = copyElements(array);
      const lossy = array.dtype === "float64" ? Float64Array.from(elements as Float64Array, Math.fround) : elements;
      return packed(lossy, array, session);
    }),
    failing: "crate: every declared dtype arrives and returns bit for bit", message: /float64.*differs from byte/,
  },
  {
    what: "a transfer that tidies up NaNs",
    members: downloading(({ buffer: { elements }, dtype, shape }) => new NdArray({
      data: dtype === "float32" ? Float32Array.from(elements as Float32Array, (value) => (Number.isNaN(value) ? NaN : value)) : elements.slice(), dtype, shape,
    })),
    failing: "crate: every declared dtype arrives and returns bit for bit", message: /float32.*differs from byte/,
  },
  {
    what: "a transfer that says another dtype than it was given",
    members: uploading(async (array, { session }) => packed(copyElements(array), { dtype: array.dtype === "bool" ? "uint8" : array.dtype, shape: array.shape }, session)),
    failing: "crate: every declared dtype arrives and returns bit for bit", message: /spec/,
  },
  {
    what: "a transfer that drops axes of extent 1",
    members: uploading(async (array, { session }) => packed(copyElements(array), { dtype: array.dtype, shape: array.shape.filter((extent) => extent !== 1) }, session)),
    failing: "crate: arrays of any rank and size return whole, empty ones too", message: /spec/,
  },
  {
    what: "a transfer that chokes on nothing",
    members: uploading(async (array, { session }) => {
      if (array.size === 0) throw new RangeError("zero bytes");
      return packed(copyElements(array), array, session);
    }),
    failing: "crate: arrays of any rank and size return whole, empty ones too", message: /zero bytes/,
  },
  {
    what: "a transfer that takes what it does not declare",
    members: uploading(async (array, { session }) => packed(copyElements(array), array, session)),
    failing: "crate: dtypes beyond the declaration are refused by name", message: /took int8/,
  },
  {
    what: "a refusal that does not name the dtype",
    members: uploading(async (array, { session }) => {
      if (!heldDtypes.includes(array.dtype)) throw new TypeError("bad argument");
      return packed(copyElements(array), array, session);
    }),
    failing: "crate: dtypes beyond the declaration are refused by name", message: /does not name it: bad argument/,
  },
  {
    what: "a copy that is none",
    members: uploading(async (array, { session }) => packed(array.data, array, session)),
    failing: "crate: a transfer that copies shares no elements with its source", message: /after its source was written to/,
  },
  {
    what: "a transfer that writes into its source",
    members: uploading(async (array, { session }) => {
      const elements = copyElements(array);
      (array.data as Uint8Array).reverse();
      return packed(elements, array, session);
    }),
    failing: "crate: a transfer leaves its source as it was", message: /after its transfer/,
  },
  {
    what: "a memory type that takes any object for its own",
    members: holding({ is: (value: unknown): value is CrateArray => typeof value === "object" }),
    failing: "crate: knows its own arrays and no others", message: /is\(/,
  },
  {
    what: "a dispose that takes the elements from every handle",
    members: holding({ retain: (array) => array }),
    failing: "crate: a second handle keeps the elements", message: /same handle/,
  },
  {
    what: "a handle that can be used after dispose",
    members: holding({ dispose: () => {} }),
    failing: "crate: use after dispose is refused as DISPOSED", message: /Missing expected rejection/,
  },
  {
    what: "a dispose that frees nothing",
    members: holding({ dispose: (array) => { hoard.push(array); } }),
    failing: "crate: the bytes held return to where they began", message: /bytes held after everything was disposed of/,
  },
  {
    what: "a memory type that tells of every handle that it is freed",
    members: holding({ onFree: (_, action) => { action(); action(); } }),
    failing: "crate: tells once, when the last handle goes, that elements are freed", message: /freed/,
  },
  {
    what: "a trim that trims nothing",
    members: { trim: () => {} },
    failing: "crate: trimming gives pooled memory back", message: /bytes pooled after trim/,
  },
  {
    what: "a transfer that keeps what it carried",
    members: uploading(async (array, { session }) => {
      const elements = copyElements(array);
      hoard.push(elements);
      return packed(elements, array, session);
    }),
    failing: "crate: the process does not grow with the arrays that came and went", message: /MiB behind/,
  },
  {
    what: "a template that is cut off",
    members: { memoryTypes: [{ ...crateMemory, template: "export function myFunction(image: unknown) {" }] },
    failing: "crate: its starter template is a complete function of an image", message: /Expected/,
  },
  {
    what: "a template whose image comes last",
    members: { memoryTypes: [{ ...crateMemory, template: "export function myFunction(sigma: number, image: unknown) { return [image, sigma]; }" }] },
    failing: "crate: its starter template is a complete function of an image", message: /no function takes "image" first/,
  },
  {
    what: "a loan that never ends",
    members: holding({ imports: crateMemory.imports?.map((form) => ({ ...form, import: (interchange, context) => form.import({ ...interchange, release: () => {} }, context) })) ?? [] }),
    failing: "crate: hands arrays over in its forms, takes them in whole, and ends the loans", message: /times that the loan was ended/,
  },
  {
    what: "a form that hands over another dtype",
    members: holding({ exports: crateMemory.exports?.map((form) => ({ ...form, export: async (value, context) => {
      const interchange = await form.export(value, context);
      return { ...interchange, spec: { ...interchange.spec, dtype: "uint8" as const } };
    } })) ?? [] }),
    failing: "crate: hands arrays over in its forms, takes them in whole, and ends the loans", message: /spec/,
  },
  {
    what: "a fingerprint of the moment",
    members: { fingerprint: () => `${performance.now()}` },
    failing: "what its answer depends on is a text that stays the same, beside a version", message: /second fingerprint/,
  },
  {
    what: "arrays that all lie on the first device",
    members: uploading(async (array, { session }) => packed(copyElements(array), array, session)),
    failing: "crate: every declared device holds arrays", message: /spec/,
  },
  {
    what: "a kernel that is wrong",
    members: computing({ run: spoilt((value) => value + 1) }),
    failing: "scaleBy on crate: agrees with the reference", message: /"image" is .* instead of/,
  },
  {
    what: "a kernel beyond the tolerance",
    members: computing({ run: spoilt((value) => value * (1 + 4e-4)) }),
    failing: "scaleBy on crate: agrees with the reference", message: /allclose/,
  },
  {
    what: "a kernel that sums more loosely than it says",
    members: computing({ accumulates: "float64", run: spoilt((value) => value * (1 + 1e-5)) }),
    failing: "scaleBy on crate: agrees with the reference", message: /rtol 0\.000001/,
  },
  {
    what: "a kernel that ignores a parameter",
    members: computing({ run: ((inputs, { factor }, context) => scaleKernel.run(inputs, { factor, rounds: 1 }, context)) as Run }),
    failing: "scaleBy on crate: agrees with the reference", message: /"rounds":3/,
  },
  {
    what: "a kernel that takes nothing",
    members: computing({ supports: () => "out of order" }),
    failing: "scaleBy on crate: agrees with the reference", message: /nothing was compared.*out of order/,
  },
  {
    what: "a kernel that answers yes or no",
    members: computing({ supports: (() => false) as never }),
    failing: "scaleBy on crate: answers true or the reason when asked whether it supports a call", message: /received false/,
  },
  {
    what: "a kernel whose answer is an exception",
    members: computing({ supports: () => { throw new Error("cannot say"); } }),
    failing: "scaleBy on crate: answers true or the reason when asked whether it supports a call", message: /cannot say/,
  },
  {
    what: "a kernel that writes into its input",
    members: computing({ run: (async (inputs, parameters, context) => {
      const scaled = await scaleKernel.run(inputs, parameters, context);
      (inputs.image as CrateArray).buffer.elements[0] = 77 as never;
      return scaled;
    }) as Run }),
    failing: "scaleBy on crate: never writes to its inputs", message: /after the call/,
  },
  {
    what: "a kernel that returns its input",
    members: computing({ dtypes: ["float32"], run: (({ image }) => image) as Run }),
    failing: "scaleBy on crate: returns none of its inputs", message: /returned as outputs/,
  },
  {
    what: "a kernel whose output lies in its input",
    members: computing({ dtypes: ["float32"], run: (({ image }, _, { session }) => {
      const array = image as CrateArray;
      const kept = array.buffer.elements;
      const output = packed(kept, array, session as Crate);
      output.storage.onFree(() => kept.fill(0 as never));
      return output;
    }) as Run }),
    failing: "scaleBy on crate: inputs outlive the outputs", message: /after the outputs were given up/,
  },
  {
    what: "a kernel that reuses the memory of its last result",
    members: computing({ run: (async (inputs, parameters, context) => {
      const scaled = (await scaleKernel.run(inputs, parameters, context)) as CrateArray;
      const { elements } = scaled.buffer;
      const reused = lastElements?.length === elements.length ? lastElements : elements;
      (reused as Float32Array).set(elements as Float32Array);
      lastElements = reused;
      return packed(reused, scaled, context.session as Crate);
    }) as Run }),
    failing: "scaleBy on crate: a hundred calls at once give the results of one by one", message: /the result differs/,
  },
  {
    what: "a kernel with one scratch buffer for all calls",
    members: computing({ run: (async ({ image }, { factor, rounds }, { session }) => {
      const { buffer: { elements }, shape } = image as CrateArray;
      for (let i = 0; i < elements.length; i++) scratch[i] = elements[i] as number;
      await setTimeout(1);
      return packed(scratch.slice(0, elements.length).map((value) => value * factor ** rounds), { dtype: "float32", shape }, session as Crate);
    }) as Run }),
    failing: "scaleBy on crate: a hundred calls at once give the results of one by one", message: /the result differs/,
  },
  {
    what: "a kernel that keeps its temporaries",
    members: computing({ run: ((inputs, parameters, context) => {
      hoard.push((inputs.image as CrateArray).buffer.elements.slice());
      return scaleKernel.run(inputs, parameters, context);
    }) as Run }),
    failing: "scaleBy on crate: the process does not grow with the calls", message: /MiB behind/,
  },
  {
    what: "a kernel that is lost after an abort",
    members: computing({ run: lostAfterAbort() }),
    failing: "scaleBy on crate: a call that is aborted on the way ends, and the next one is right", message: /lost/,
  },
  {
    what: "a kernel that hangs",
    members: computing({ run: (() => never) as unknown as Run }),
    failing: "scaleBy on crate: agrees with the reference", message: /did not settle/,
  },
  {
    what: "a cost without a unit that one could add",
    members: computing({ cost: { latencyUs: NaN, gbPerSec: 0 } }),
    failing: "declares costs in finite microseconds and a rate above zero", message: /latencyUs/,
  },
  {
    what: "a memory type without a way back",
    members: { transfers: [upload] },
    failing: "every memory type has a way from the host and back", message: /leads from it/,
  },
  {
    what: "a kernel of a function that nobody knows",
    members: { kernels: [{ ...scaleKernel, function: "scaleBye" }] },
    failing: "every kernel implements a known function", message: /scaleBye/,
  },
  {
    what: "the name of a namespace",
    members: { name: "reference" },
    failing: "has a name that fits into a key", message: /namespace/,
  },
];

function onlyOne(): () => Crate {
  let isOpen = false;
  return () => {
    if (isOpen) throw new Error("the device is in use");
    isOpen = true;
    return new Crate(2 ** 28);
  };
}

function spoilt(by: (value: number) => number): Run {
  return (async (inputs, parameters, context) => {
    const right = (await scaleKernel.run(inputs, parameters, context)) as CrateArray;
    return packed((right.buffer.elements as Float32Array).map(by), right, context.session as Crate);
  }) as Run;
}

function lostAfterAbort(): Run {
  let isLost = false;
  return (async (inputs, parameters, context) => {
    context.signal.addEventListener("abort", () => { isLost = true; });
    await setTimeout(5);
    if (isLost) throw new Error("the queue is lost");
    return scaleKernel.run(inputs, parameters, context);
  }) as Run;
}
