import { readNumbers, type NdArray, type Tolerance } from "@openhcs/core";
import { packedBytes } from "../samples/bit-patterns.js";
import { compareNumbers } from "./numbers.js";

/** Dtype, shape and elements within the tolerance: `true`, or what differs. */
export function compareArrays(got: NdArray, expected: NdArray, tolerance: Tolerance): true | string {
  const form = compareForm(got, expected);
  if (form !== true) return form;
  const [ours, theirs] = [readNumbers(got), readNumbers(expected)];
  return tolerance.kind === "labels" ? compareLabels(ours, theirs) : compareNumbers(ours, theirs, tolerance);
}

/** The same dtype, shape and bits: NaN payloads and the sign of zero count. */
export function compareBits(got: NdArray, expected: NdArray): true | string {
  const form = compareForm(got, expected);
  if (form !== true) return form;
  const [ours, theirs] = [packedBytes(got), packedBytes(expected)];
  if (Buffer.compare(ours, theirs) === 0) return true;
  const at = theirs.findIndex((byte, i) => byte !== ours[i]);
  return `differs from byte ${at} of ${theirs.length} on: ${hex(ours, at)} instead of ${hex(theirs, at)}`;
}

function compareForm(got: NdArray, expected: NdArray): true | string {
  if (got.dtype !== expected.dtype) return `has dtype ${got.dtype}, not ${expected.dtype}`;
  const isSame = got.shape.length === expected.shape.length && got.shape.every((extent, axis) => extent === expected.shape[axis]);
  return isSame || `has shape [${got.shape.join(", ")}], not [${expected.shape.join(", ")}]`;
}

/** The same partition: labels of one correspond to labels of the other, one to one, and 0 to 0. */
function compareLabels(got: ArrayLike<number | bigint>, expected: ArrayLike<number | bigint>): true | string {
  const forward = new Map([[0, 0]]);
  const back = new Map([[0, 0]]);
  for (let i = 0; i < expected.length; i++) {
    const [ours, theirs] = [Number(got[i]), Number(expected[i])];
    if (!forward.has(theirs) && !back.has(ours)) {
      forward.set(theirs, ours);
      back.set(ours, theirs);
    }
    const corresponds = forward.get(theirs) === ours && back.get(ours) === theirs;
    if (!corresponds) return `label ${ours} at element ${i} does not correspond to ${theirs} of the reference`;
  }
  return true;
}

function hex(bytes: Uint8Array, at: number): string {
  return Buffer.from(bytes.subarray(at, at + 8)).toString("hex");
}
