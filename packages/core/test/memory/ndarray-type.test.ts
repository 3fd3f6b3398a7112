import { NdArray, ndarrayType, type ExportForm, type ImportForm, type TransferContext } from "@openhcs/core";
import { describe, expect, it, vi } from "vitest";

const context = { signal: new AbortController().signal } as unknown as TransferContext;
const exportForm = (ndarrayType.exports as readonly ExportForm<NdArray>[])[0] as ExportForm<NdArray>;
const importForm = (ndarrayType.imports as readonly ImportForm<NdArray>[])[0] as ImportForm<NdArray>;

describe("the memory type ndarray", () => {
  it("says what is known of an array without its data", () => {
    expect(ndarrayType.spec(NdArray.zeros([2, 3], "uint16"))).toEqual({ dtype: "uint16", shape: [2, 3], memoryType: "ndarray", device: 0, bytes: 12 });
    expect([NdArray.zeros([1]), new Float32Array(1)].map((value) => ndarrayType.is(value))).toEqual([true, false]);
  });

  it("counts handles", () => {
    const freed = vi.fn<() => void>();
    const array = NdArray.zeros([1]);
    ndarrayType.onFree?.(array, freed);
    const other = ndarrayType.retain(array);
    ndarrayType.dispose(array);
    expect(freed).not.toHaveBeenCalled();
    ndarrayType.dispose(other);
    expect(freed).toHaveBeenCalledOnce();
  });

  it("has a starter function that uses what it teaches", () => {
    expect(ndarrayType.template).toMatch(/ndarray\(function myFunction\(image: NdArray/);
  });
});

describe("the interchange form host-buffer", () => {
  it("hands over the elements of a packed array as they are", async () => {
    const array = NdArray.from([1, 2, 3], "uint8");
    const interchange = await exportForm.export(array, context);
    expect(interchange).toMatchObject({ form: "host-buffer", spec: { dtype: "uint8", shape: [3] } });
    expect(interchange.handle).toBe(array.data);
  });

  it("keeps lent elements until the loan ends, also when their owner lets go of them", async () => {
    const freed = vi.fn<() => void>();
    const array = NdArray.from([1, 2, 3], "uint8");
    array.storage.onFree(freed);
    const interchange = await exportForm.export(array, context);
    array.dispose();
    expect(freed).not.toHaveBeenCalled();
    interchange.release?.();
    expect(freed).toHaveBeenCalledOnce();
  });

  it("packs a part, and lets go of it at the end of the loan", async () => {
    const array = NdArray.from([[1, 2], [3, 4]], "uint8");
    const row = array.slice(1);
    const interchange = await exportForm.export(row, context);
    expect(interchange.handle).toEqual(Uint8Array.of(3, 4));
    expect(array.storage.handles).toBe(3);
    interchange.release?.();
    expect(array.storage.handles).toBe(2);
  });

  it("takes elements over and ends the loan when they are freed", async () => {
    const release = vi.fn<() => void>();
    const data = Uint16Array.of(0x3c00, 0xc000);
    const array = await importForm.import({ form: "host-buffer", spec: { dtype: "float16", shape: [2], memoryType: "tape", device: 0, bytes: 4 }, handle: data, release }, context);
    expect(array.toNested()).toEqual([1, -2]);
    expect(array.data).toBe(data);
    expect(release).not.toHaveBeenCalled();
    array.dispose();
    expect(release).toHaveBeenCalledOnce();
  });
});
