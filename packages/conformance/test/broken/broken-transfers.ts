import { setImmediate } from "node:timers/promises";
import { copyElements, NdArray, type Transfer, type TypedArray } from "@openhcs/core";
import { across, type Crate, type CrateArray, download, heldDtypes, upload } from "../crate.js";
import { hoard, packed, type Broken, type Members } from "./broken.js";

type Upload = Transfer<Crate, NdArray, CrateArray>["run"];
type Download = Transfer<Crate, CrateArray, NdArray>["run"];

const uploading = (run: Upload): Members => ({ transfers: [{ ...upload, run }, download] });
const staging = new Uint8Array(2 ** 10);
const downloading = (run: Download): Members => ({ transfers: [upload, { ...download, run }] });

export const brokenTransfers: readonly Broken[] = [
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
    members: downloading(({ buffer: { elements }, dtype, shape }) => {
      const tidy = (value: number) => (Number.isNaN(value) ? NaN : value);
      return new NdArray({ data: dtype === "float32" ? Float32Array.from(elements as Float32Array, tidy) : elements.slice(), dtype, shape });
    }),
    failing: "crate: every declared dtype arrives and returns bit for bit", message: /float32.*differs from byte/,
  },
  {
    what: "a transfer that says another dtype than it was given",
    members: uploading(async (array, { session }) => {
      const dtype = array.dtype === "bool" ? "uint8" : array.dtype;
      return packed(copyElements(array), { dtype, shape: array.shape }, session);
    }),
    failing: "crate: every declared dtype arrives and returns bit for bit", message: /spec/,
  },
  {
    what: "a transfer that begins where the buffer does, not the elements",
    members: uploading(async (array, { session }) => {
      const Elements = array.data.constructor as new (buffer: ArrayBufferLike, from: number, length: number) => TypedArray;
      return packed(new Elements(array.data.buffer, 0, array.size).slice(), array, session);
    }),
    failing: "crate: views with gaps, reversed and repeated axes arrive as they read", message: /with an offset: what came back differs/,
  },
  {
    what: "a transfer that counts bytes in 32 bits",
    members: uploading(async (array, { session }) => {
      if (array.bytes > 2 ** 31) throw new RangeError(`cannot copy ${array.bytes | 0} bytes`);
      return packed(copyElements(array), array, session);
    }),
    failing: "crate: more than 2³¹ bytes arrive and return", message: /cannot copy -/,
  },
  {
    what: "a transfer with one staging buffer for all",
    members: uploading(async (array, { session }) => {
      staging.set(copyElements(array) as Uint8Array);
      await setImmediate();
      return packed(staging.slice(0, array.size), array, session);
    }),
    failing: "crate: a hundred transfers at once keep their arrays apart", message: /what came back differs/,
  },
  {
    what: "a transfer that drops axes of extent 1",
    members: uploading(async (array, { session }) => {
      const shape = array.shape.filter((extent) => extent !== 1);
      return packed(copyElements(array), { dtype: array.dtype, shape }, session);
    }),
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
    what: "a transfer that keeps what it carried",
    members: uploading(async (array, { session }) => {
      const elements = copyElements(array);
      hoard.push(elements);
      return packed(elements, array, session);
    }),
    failing: "crate: the process does not grow with the arrays that came and went", message: /left behind in/,
  },
  {
    what: "arrays that all lie on the first device",
    members: uploading(async (array, { session }) => packed(copyElements(array), array, session)),
    failing: "crate: every declared device holds arrays", message: /spec/,
  },
  {
    what: "a move between devices that stays where it is",
    members: { transfers: [upload, download, { ...across, run: ({ buffer: { elements }, ...spec }, { session }) => packed(elements.slice(), spec, session) }] },
    failing: "crate: arrays move between the declared devices", message: /device of the moved array/,
  },
];
