import { describe, expect, it, test } from "vitest";
import { backendCases, runCase, testBackend } from "@openhcs/conformance";
import { defineFunction, InvalidArrayError, type Dtype, type NdArray } from "@openhcs/core";
import { Crate, crateMemory, crateWith, download, scaleBy, scaleKernel, upload, type CrateArray } from "./crate.js";
import { area, hostling, ramp, regionSums } from "./hostling.js";

const options = { functions: [scaleBy] };
const named = (backend: ReturnType<typeof crateWith>, part: string) => backendCases(backend, options).filter(({ name }) => name.includes(part));

testBackend(crateWith(), test, options);
testBackend(hostling, test, { functions: [regionSums, ramp, area] });

describe("the suite", () => {
  it("skips what needs a device that this machine has not, with the reason", async () => {
    const backend = crateWith({ probe: () => ({ reason: "no crate in sight" }) });
    for (const each of named(backend, "crate: ")) {
      const reason = await runCase(each, backend, options);
      if (!/template|dtypes beyond/.test(each.name)) expect(reason, each.name).toMatch(/no crate in sight|one device/);
    }
  });

  it("skips what the declarations exclude, with the reason", async () => {
    const { template: _, ...untaught } = crateMemory;
    const bare = crateWith({ devices: [0], kernels: [], transfers: [upload, download], memoryTypes: [untaught] });
    const reasonOf = async (part: string) => runCase(named(bare, part)[0] as NonNullable<ReturnType<typeof named>[0]>, bare, options);
    expect(await reasonOf("kernels")).toBe("brings no kernels");
    expect(await reasonOf("every declared device")).toBe("has one device");
    expect(await reasonOf("starter template")).toBe("brings no starter template");
    expect(await reasonOf("every declared dtype")).toBeUndefined();
  });

  it("skips the kernel's awkward calls where it takes none of them, instead of passing them", async () => {
    const choosy = crateWith({ kernels: [{ ...scaleKernel, supports: ({ image }) => (image?.shape[0] ?? 0) >= 16 || "needs 16 rows" }] });
    const [awkward] = named(choosy, "what the reference refuses");
    expect(await runCase(awkward as NonNullable<typeof awkward>, choosy, options)).toMatch(/takes none of the trials: .*needs 16 rows/);
  });

  it("takes no trial whose arrays the reference refuses for what is in them, and skips where there is no other", async () => {
    const refusing = (...refused: readonly Dtype[]) => {
      const check = ({ dtype }: { readonly dtype: Dtype }) => { if (refused.includes(dtype)) throw new InvalidArrayError(`${dtype} has nothing to scale.`); };
      const definition = { ...scaleBy, reference: (arrays: { readonly image: NdArray }, ...rest: [never, never]) => { check(arrays.image); return scaleBy.reference(arrays, ...rest); } };
      const kernel = { ...scaleKernel, run: (arrays: { readonly image: CrateArray }, ...rest: [never, never]) => { check(arrays.image); return scaleKernel.run(arrays, ...rest); } };
      const factory = crateWith({ kernels: [kernel] });
      const mine = { functions: [defineFunction({ ...definition, name: "scaleBy" })] };
      const found = backendCases(factory, mine).find(({ name }) => name.endsWith("never writes to its inputs"));
      return runCase(found as NonNullable<typeof found>, factory, mine);
    };
    expect(await refusing("uint8")).toBeUndefined();
    expect(await refusing("uint8", "float32")).toMatch(/takes none of the trials: the reference refuses what is in the arrays/);
  });

  it("has calls in flight when the runtime closes, also where there are only kernels on host arrays", async () => {
    const mine = { functions: [regionSums, ramp, area] };
    const inFlight = backendCases(hostling, mine).find(({ name }) => name.startsWith("calls in flight"));
    expect(await runCase(inFlight as NonNullable<typeof inFlight>, hostling, mine)).toBeUndefined();
  });

  it("moves more than 2³¹ bytes where there is room", async (context) => {
    context.skip(process.env["OPENHCS_LARGE_ARRAYS"] === undefined, "takes gigabytes; OPENHCS_LARGE_ARRAYS=1 asks for it");
    const roomy = crateWith({ open: () => new Crate(2 ** 40) });
    const [large] = named(roomy, "more than 2³¹");
    expect(await runCase(large as NonNullable<typeof large>, roomy, options)).toBeUndefined();
  }, 300_000);
});
