import { COST_BOOK, createRuntime, NdArray, provide } from "openhcs";
import { summary } from "../bench/measure.mjs";
import { startPeer } from "../bench/peer-process.mjs";

const rounds = 9;

/** Calls on a stack of planes, with what CuPy calls the same. */
const calls = {
  gaussian: ["gaussian", { sigma: [0, 2, 2] }],
  median: ["median", { size: [1, 5, 5] }],
  whiteTophat: ["whiteTophat", { footprint: { shape: "disk", radius: 10 } }],
  label: ["label", {}, "mask"],
  distance: ["distanceTransformEdt", {}, "mask"],
};

/**
 * Figures of a backend beside CuPy, turn by turn on one device: copy bandwidth, streaming kernels as a part of it, launch overhead, and functions on 16 planes.
 *
 * @returns rows of two texts
 */
export async function bench(make, name, size) {
  const runtime = await createRuntime({ backends: [make()], services: [provide(COST_BOOK, { get: () => undefined, put: () => {} })] });
  try {
    const stack = await sampleStack(runtime, name, size);
    const peer = name === "cuda" ? await startPeer("../gpu/cupy-peer.py", [size], new Uint8Array(0)) : undefined;
    const rows = [...(await bandwidth(runtime, name, stack)), ...(await overhead(runtime, name)), ...(await functions(runtime, name, stack, peer))];
    peer?.stop();
    return rows;
  } finally {
    await runtime[Symbol.asyncDispose]();
  }
}

async function sampleStack(runtime, name, size) {
  const image = NdArray.zeros([16, size, size], "float32");
  for (let i = 0; i < image.data.length; i++) image.data[i] = (Math.imul(i % (size * size), 2654435761) >>> 20) / 4096;
  const there = await runtime.to(image, name, { copy: true });
  return { image: there, mask: await runtime.run("greater", there, { value: 0.6 }, { on: name }) };
}

/** Bytes moved by a copy, and by one elementwise function, in a second. */
async function bandwidth(runtime, name, { image }) {
  const copy = await timed(runtime, name, () => runtime.memoryTypes.get(name).stack([image])); // One array in, its copy out.
  const add = await timed(runtime, name, () => runtime.run("add", image, { value: 1 }, { on: name }));
  const gbPerSec = (ms) => (2 * runtime.spec(image).bytes) / ms / 1e6;
  return [
    ["copy of the stack", `${gbPerSec(copy.median).toFixed(0)} GB/s`],
    ["add, elementwise", `${gbPerSec(add.median).toFixed(0)} GB/s, ${((100 * copy.median) / add.median).toFixed(0)} % of the copy`],
  ];
}

/** What `runtime.run` takes until it has enqueued a kernel on a small array. */
async function overhead(runtime, name) {
  const image = await runtime.to(NdArray.zeros([1, 64, 64], "float32"), name, { copy: true });
  const samples = [];
  for (let batch = -5; batch < 60; batch++) {
    const start = performance.now();
    for (let i = 0; i < 100; i++) runtime.dispose(await runtime.run("add", image, { value: 1 }, { on: name }));
    if (batch >= 0) samples.push((performance.now() - start) * 10);
  }
  const { median, min, max } = summary(samples);
  return [["runtime.run of a kernel on 64²", `${median.toFixed(1)} µs (${min.toFixed(1)} to ${max.toFixed(1)})`]];
}

async function functions(runtime, name, arrays, peer) {
  const rows = [];
  for (const [what, [key, parameters, of = "image"]] of Object.entries(calls)) {
    try {
      const ours = await timed(runtime, name, () => runtime.run(key, arrays[of], parameters, { on: name }));
      const theirs = peer === undefined ? undefined : await peer.ask(what);
      rows.push([what, `${ours.median.toFixed(2)} ms${theirs === undefined ? "" : `, CuPy ${peer.version} ${theirs.ms.toFixed(2)} ms, ratio ${(ours.median / theirs.ms).toFixed(2)}`}`]);
    } catch (error) {
      rows.push([what, `not run: ${error.message}`]);
    }
  }
  return rows;
}

async function timed(runtime, name, call) {
  const type = runtime.memoryTypes.get(name);
  const samples = [];
  for (let round = -2; round < rounds; round++) {
    const start = performance.now();
    const result = await call();
    await type.settled(result);
    if (round >= 0) samples.push(performance.now() - start);
    runtime.dispose(result);
  }
  return summary(samples);
}
