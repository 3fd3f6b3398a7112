import { opencl } from "@openhcs/backend-opencl";
import { COST_BOOK, createRuntime, NdArray, provide } from "openhcs";
import { measureUs, summary } from "../measure.mjs";

export const describe = "OpenCL: arrays of 64 MB there and back in shared memory, and ten elementwise functions of a pattern against one, 2048² float32";

const ten = [
  ["add", { value: 1 }], ["multiply", { value: 0.5 }], "sqrt", ["maximum", { value: 0.25 }], ["subtract", { value: 0.125 }],
  "abs", ["multiply", { value: 3 }], ["add", { value: 2 }], ["minimum", { value: 40 }], "square",
];

export async function run() {
  // Costs as declared, so that what is planned does not hang on earlier measurements.
  const runtime = await createRuntime({ backends: [opencl()], services: [provide(COST_BOOK, { get: () => undefined, put: () => {} })] });
  try {
    const [unavailable] = runtime.unavailable;
    if (unavailable !== undefined) return [{ what: "OpenCL", skipped: unavailable.reason }];
    return [...(await transfers(runtime)), ...(await patterns(runtime))];
  } finally {
    await runtime[Symbol.asyncDispose]();
  }
}

/** An array of the device's own pool begins on a page, so that neither direction copies where device and host share memory. */
async function transfers(runtime) {
  const first = await runtime.to(NdArray.zeros([4096, 4096], "float32"), "opencl", { copy: true });
  const host = await runtime.to(first, "ndarray");
  const up = [];
  const down = [];
  for (let round = 0; round < 200; round++) {
    const start = performance.now();
    const there = await runtime.to(host, "opencl");
    const between = performance.now();
    const back = await runtime.to(there, "ndarray");
    up.push(between - start);
    down.push(performance.now() - between);
    back.dispose();
    runtime.dispose(there);
  }
  runtime.dispose(first);
  return [
    { what: "upload of 64 MB", ...summary(up), unit: "ms", bar: 0.1 },
    { what: "download of 64 MB", ...summary(down), unit: "ms", bar: 0.1 },
  ];
}

async function patterns(runtime) {
  const image = await runtime.to(NdArray.zeros([1, 2048, 2048], "float32").add(0.5), "opencl", { copy: true });
  const once = (pattern) => async () => {
    const result = await runtime.run(pattern, image, {}, { on: "opencl" });
    await runtime.memoryTypes.get("opencl").settled(result);
    runtime.dispose(result);
  };
  const [one, all] = [once([ten[0]]), once(ten)];
  const pairs = [];
  for (let round = -5; round < 40; round++) {
    const alone = await measureUs(one, { batches: 1, repeats: 1 });
    const together = await measureUs(all, { batches: 1, repeats: 1 });
    if (round >= 0) pairs.push({ alone: alone.median / 1000, together: together.median / 1000 });
  }
  runtime.dispose(image);
  return [
    { what: "one function", ...summary(pairs.map(({ alone }) => alone)), unit: "ms" },
    { what: "ten functions", ...summary(pairs.map(({ together }) => together)), unit: "ms" },
    { what: "ten to one", ...summary(pairs.map(({ alone, together }) => together / alone)), unit: "×", bar: 1.5 },
  ];
}
