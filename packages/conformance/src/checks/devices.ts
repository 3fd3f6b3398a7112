import assert from "node:assert/strict";
import { skip, type Check } from "../check.js";
import { compareBits } from "../compare/arrays.js";
import { perMemoryType } from "../declarations.js";
import { download, roundTrip } from "../round-trip.js";
import { bitPattern } from "../samples/bit-patterns.js";

/** Every device that is declared, or that the probe tells of, holds arrays of its own. */
export const devices: Check = (declared) => [
  ...perMemoryType(declared, "every declared device holds arrays", async (subject, memoryType) => {
    const indices = await subject.devices();
    if (indices.length < 2) skip("has one device");
    const runtime = await subject.runtime();
    const [dtype = "float32"] = memoryType.dtypes ?? [];
    for (const device of indices) await roundTrip(subject, runtime, memoryType, bitPattern(dtype, [9, 11], device), { device });
  }),
  ...perMemoryType(declared, "arrays move between the declared devices", async (subject, { name, dtypes: [dtype = "float32"] = [] }) => {
    const [from = 0, to] = await subject.devices();
    if (to === undefined) skip("has one device");
    if (!subject.backend.transfers?.some((transfer) => transfer.from === name && transfer.to === name)) skip("declares no transfer between its devices");
    const runtime = await subject.runtime();
    const array = bitPattern(dtype, [9, 11], 8);
    const here = await subject.within(`${array} to device ${from}`, () => runtime.to(array, name, { device: from }));
    const there = await subject.within(`device ${from} to ${to}`, () => runtime.to(here, name, { device: to }));
    assert.equal(runtime.spec(there).device, to, "device of the moved array");
    const answer = compareBits(await download(subject, runtime, there), array);
    assert.ok(answer === true, `from device ${from} to ${to}: the array ${answer}`);
  }),
];
