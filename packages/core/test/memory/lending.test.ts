import { createRuntime, defineBackend, deviceMemory, NdArray, type DeviceArray, type ImportForm, type Transfer } from "@openhcs/core";
import { expect, test } from "vitest";

type Shared = DeviceArray<Uint8Array>;

const cost = { latencyUs: 1, gbPerSec: Infinity };

test("elements shared from one memory type through the host to another live as long as the last of them", async () => {
  let freed = 0;
  const near = deviceMemory<Uint8Array>({ name: "near" });
  const borrowHost: ImportForm<Shared> = {
    form: "host-buffer", cost, copies: false,
    import: ({ spec, handle, release }) => far.wrap(handle as Uint8Array, spec, () => release?.()),
  };
  const far = deviceMemory<Uint8Array>({ name: "far", imports: [borrowHost] });
  const share: Transfer<undefined, Shared, NdArray> = {
    from: "near", to: "ndarray", cost, copies: false,
    run(array) {
      const kept = array.retain();
      const view = new NdArray({ data: kept.buffer, shape: kept.shape });
      view.storage.onFree(() => kept.dispose());
      return view;
    },
  };
  const backend = defineBackend(() => ({ name: "shared", memoryTypes: [near, far], transfers: [share], probe: () => true as const, open: () => undefined }));
  await using runtime = await createRuntime({ backends: [backend()] });

  const source = near.wrap(Uint8Array.of(1, 2, 3), { dtype: "uint8", shape: [3] }, () => { freed++; });
  const there = await runtime.to(source, "far", { allowHostRoundtrip: true }) as Shared;
  expect(there.buffer).toBe(source.buffer);
  runtime.dispose(source);
  expect([freed, [...there.buffer]]).toEqual([0, [1, 2, 3]]);
  runtime.dispose(there);
  expect(freed).toBe(1);
});
