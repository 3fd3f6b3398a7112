import { type CrateArray, crateMemory } from "../crate.js";
import { hoard, type Broken, type Members } from "./broken.js";

const holding = (members: Partial<typeof crateMemory>): Members => ({ memoryTypes: [{ ...crateMemory, ...members }] });

const template = "crate: its starter template is a complete function of an image";

const templateOf = (memoryType: string, parameters: string, result: string) => `import { memory } from "openhcs";
export const myFunction = memory("${memoryType}")(function myFunction(${parameters}) { return ${result}; });
`;

export const brokenMemory: readonly Broken[] = [
  {
    what: "a memory type that takes any object for its own",
    members: holding({ is: (value: unknown): value is CrateArray => typeof value === "object" }),
    failing: "crate: knows its own arrays and no others", message: /is\(/,
  },
  {
    what: "a dispose that counts a handle as often as it is told",
    members: holding({ dispose: (array) => array.storage.release() }),
    failing: "crate: disposing of a handle twice is harmless", message: /disposed/,
  },
  {
    what: "a dispose that takes the elements from every handle",
    members: holding({ retain: (array) => array }),
    failing: "crate: a second handle keeps the elements", message: /same handle/,
  },
  {
    what: "a reshape that keeps the shape",
    members: holding({ reshape: (array) => array.retain() }),
    failing: "crate: another shape is another handle on the same elements", message: /its shape/,
  },
  {
    what: "a plane that is the whole stack",
    members: holding({ plane: (array) => array.retain() }),
    failing: "crate: planes and their stack are the same elements", message: /plane 1/,
  },
  {
    what: "a handle that can be used after dispose",
    members: holding({ dispose: () => {} }),
    failing: "crate: use after dispose is refused as DISPOSED", message: /Missing expected rejection/,
  },
  {
    what: "a handle that kernels can use after dispose",
    members: holding({ dispose: () => {} }),
    failing: "scaleBy on crate: fails with a code on an array that was disposed of", message: /should have been refused/,
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
    what: "a template that is cut off",
    members: { memoryTypes: [{ ...crateMemory, template: "export function myFunction(image: unknown) {" }] },
    failing: template, message: /Syntax error/,
  },
  {
    what: "a template whose image comes last",
    members: { memoryTypes: [{ ...crateMemory, template: templateOf("crate", "sigma: number, image: unknown", "[image, sigma]") }] },
    failing: template, message: /first parameter is 'sigma'/,
  },
  {
    what: "a template that fails in its first call",
    members: { memoryTypes: [{ ...crateMemory, template: templateOf("crate", "image: unknown", "(image as { missing(): unknown }).missing()") }] },
    failing: template, message: /missing is not a function/,
  },
  {
    what: "a template of another memory type",
    members: { memoryTypes: [{ ...crateMemory, template: templateOf("ndarray", "image: unknown", "image") }] },
    failing: template, message: /no function of the template is declared on crate, but on ndarray/,
  },
  {
    what: "a loan that never ends",
    members: holding({
      imports: (crateMemory.imports ?? []).map((form) => ({
        ...form, import: (interchange, context) => form.import({ ...interchange, release: () => {} }, context),
      })),
    }),
    failing: "crate: hands arrays over in its forms, takes them in whole, and ends the loans", message: /times that the loan was ended/,
  },
  {
    what: "a form that hands over another dtype",
    members: holding({
      exports: (crateMemory.exports ?? []).map((form) => ({
        ...form,
        async export(value, context) {
          const interchange = await form.export(value, context);
          return { ...interchange, spec: { ...interchange.spec, dtype: "uint8" as const } };
        },
      })),
    }),
    failing: "crate: hands arrays over in its forms, takes them in whole, and ends the loans", message: /spec/,
  },
  {
    what: "a conversion that rounds as JavaScript does",
    members: holding({
      convert: ({ buffer: { elements, crate }, shape, device }) =>
        crate.pack(crateMemory, Uint8Array.from(elements as Float32Array, (value) => Math.min(255, Math.max(0, Math.round(value) || 0))), { dtype: "uint8", shape, device }),
    }),
    failing: "crate: converts dtypes where arrays lie just as the host does", message: /float32 to uint8 by saturate/,
  },
];
