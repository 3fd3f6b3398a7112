import { createRuntime, messageOf, type NdArray, type Runtime } from "@openhcs/core";
import { functions } from "@openhcs/functions";
import { backends } from "./backends.js";
import { drawGrey, drawLabels } from "./draw.js";
import { pattern, patternOn } from "./pattern.js";
import { readPixels } from "./read-pixels.js";
import { element, showBackends, showResult, showState } from "./view.js";

/** Labels the objects of an image and shows what that took. */
async function labelObjects(runtime: Runtime, image: NdArray): Promise<void> {
  const backend = element("backend", HTMLSelectElement).value;
  const steps = backend === "" || backend === "reference" ? pattern : patternOn(backend, runtime, image);
  const options = backend === "reference" ? { on: backend } : {};
  const plan = runtime.plan(steps, image, {}, options);
  const { value, outputs, record } = await runtime.call(steps, image, {}, options);
  const labels = (await runtime.to(value, "ndarray", { copy: true })).squeeze(0);
  runtime.dispose(value);
  drawLabels(element("labels", HTMLCanvasElement), labels);
  showResult({ plan, record, count: Number(outputs["count"]) });
  Object.assign(globalThis, { openhcs: { runtime, image, labels, record } }); // For whoever opens the console.
}

async function openImage(name: string, file: Blob): Promise<NdArray> {
  const image = await readPixels(name, file);
  drawGrey(element("input", HTMLCanvasElement), image);
  element("image-facts").textContent = `${name}: ${image.dtype}, ${image.shape.join(" × ")}`;
  return image;
}

/** Does one thing at a time, and shows what became of it. */
async function attempt(action: () => Promise<void>): Promise<void> {
  const button = element("run", HTMLButtonElement);
  button.disabled = true;
  showState("running");
  await new Promise((resolve) => { setTimeout(resolve, 20); }); // Lets the browser paint: the references hold up its thread.
  await action().then(() => showState("done"), (error: unknown) => showState("failed", messageOf(error)));
  button.disabled = false;
}

async function start(): Promise<void> {
  const runtime = await createRuntime({ backends: await backends(), functions });
  showBackends(runtime);
  const sample = await fetch(new URL("./nuclei.png", import.meta.url));
  let image = await openImage("nuclei.png", await sample.blob());
  element("controls").addEventListener("submit", (event) => {
    event.preventDefault();
    void attempt(() => labelObjects(runtime, image));
  });
  element("file").addEventListener("change", ({ target }) => {
    const file = (target as HTMLInputElement).files?.[0];
    if (file === undefined) return;
    void attempt(async () => {
      image = await openImage(file.name, file);
      await labelObjects(runtime, image);
    });
  });
  await labelObjects(runtime, image);
}

void attempt(start);
