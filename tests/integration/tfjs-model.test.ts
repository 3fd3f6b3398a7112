import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tfjs as backend } from "@openhcs/backend-tfjs";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { layers, sequential, type Sequential } from "@tensorflow/tfjs-layers";
import { createRuntime, NdArray, readImage, tfjs, type OpenHcsRuntime } from "openhcs";
import { compareWithTruth, writeSamplePlate, type SampleTruth } from "openhcs/plate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** The stained nuclei of a well of the sample plate, in [0, 1], and the same with noise as of a tenth of the exposure. */
interface Field {
  readonly clean: NdArray;
  readonly noisy: NdArray;
  readonly truth: SampleTruth;
}

const extent = 128;
const folder = mkdtempSync(join(tmpdir(), "tfjs-model-"));

async function fields(): Promise<readonly Field[]> {
  const { files, truth } = await writeSamplePlate(folder, { size: extent, wells: ["B02", "C02"] });
  return Promise.all(truth.map(async (site, at) => {
    const { array } = await readImage(files.filter((file) => file.includes(site.well))[0] as string);
    const clean = array.cast("float32").divide(array.max());
    let state = 7 + at;
    const noise = Float32Array.from({ length: extent * extent }, () => ((state = (state * 48_271) % 2_147_483_647) / 2_147_483_647 - 0.5) * 0.8);
    return { clean, noisy: clean.add(new NdArray({ data: noise, shape: [extent, extent] })), truth: site };
  }));
}

/** A small network that takes noise off, trained on pieces of a field. The engine cpu has the gradients that wasm has not. */
async function trained({ clean, noisy }: Field): Promise<Sequential> {
  const engine = tf.getBackend();
  await tf.setBackend("cpu");
  const model = sequential({ layers: [
    layers.conv2d({ filters: 4, kernelSize: 3, padding: "same", activation: "relu", inputShape: [null, null, 1] }),
    layers.conv2d({ filters: 1, kernelSize: 3, padding: "same" }),
  ] });
  model.compile({ optimizer: tf.train.adam(0.02), loss: "meanSquaredError" });
  const pieces = (image: NdArray) => tf.tensor4d(image.data as Float32Array, [16, extent / 16, extent, 1]);
  const [given, wanted] = [pieces(noisy), pieces(clean)];
  await model.fit(given, wanted, { epochs: 15, batchSize: 4, shuffle: false, verbose: 0 });
  tf.dispose([given, wanted]);
  if (engine) await tf.setBackend(engine);
  return model;
}

describe("a model of TensorFlow.js in a function that the host vouches for", () => {
  let runtime: OpenHcsRuntime;
  let seen: Field;
  let unseen: Field;
  let model: Sequential;
  beforeAll(async () => {
    [seen, unseen] = await fields() as [Field, Field];
    model = await trained(seen);
    runtime = await createRuntime({ backends: [backend({ engine: "wasm" })] });
    runtime.register(tfjs({ name: "denoise" })((image: tf.Tensor) => tf.tidy(() => {
      const [planes = 1, height = 1, width = 1] = image.shape;
      return tf.reshape(model.predict(tf.reshape(image, [planes, height, width, 1])) as tf.Tensor, [planes, height, width]);
    })), { namespace: "openhcs" });
  });
  afterAll(async () => {
    await runtime?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  const errorOf = (image: NdArray) => image.subtract(unseen.clean).map((value) => value ** 2).mean();

  it("takes noise off an image that it was not trained on", async () => {
    const denoised = await runtime.to(await runtime.run(["openhcs:denoise"], unseen.noisy) as unknown as tf.Tensor, "ndarray");
    expect(errorOf(denoised.reshape([extent, extent])) / errorOf(unseen.noisy)).toBeLessThan(0.4);
  });

  it("is a step of a pattern whose other steps run elsewhere, so that nuclei are found as without the noise", async () => {
    const before = tf.memory().numTensors;
    const pattern = ["openhcs:denoise", ["gaussian", { sigma: [0, 1, 1] }], "thresholdOtsu", ["removeSmallObjects", { minSize: 20 }], "label"] as const;
    const { value, outputs, record } = await runtime.call(pattern, unseen.noisy);
    expect(record.calls.map(({ key, memoryType }) => [key, memoryType])[0]).toEqual(["openhcs:denoise", "tfjs"]);
    const labels = (await runtime.to(value as NdArray, "ndarray")).reshape([extent, extent]);
    const { matched, truth } = compareWithTruth(labels, unseen.truth, Number(outputs["count"]));
    expect(matched / truth).toBeGreaterThan(0.5);
    runtime.dispose(value);
    expect(tf.memory().numTensors).toBe(before);
  });
});
