import type { GPU } from "gpu.js";

/** Where gpu.js runs kernels, the ones that pay most first, as gpu.js itself orders them; `webgpu` it leaves to those who ask. */
export const modes = ["headlessgl", "webgl2", "webgl", "webgpu", "webasm", "cpu"] as const;

export type Mode = (typeof modes)[number];

/** What a mode needs, for those who asked for it in vain. */
export const needs: Readonly<Record<Mode, string>> = {
  headlessgl: "the package gl beside gpu.js, and a display or Xvfb", webgl2: "a browser", webgl: "a browser",
  webgpu: "a navigator.gpu that gives an adapter: a browser's, or in Node that of the package webgpu", webasm: "WebAssembly", cpu: "nothing",
};

/** Modes that gpu.js does not choose by itself. */
const onRequest: readonly Mode[] = ["webgpu"];

export function isMode(value: unknown): value is Mode {
  return (modes as readonly unknown[]).includes(value);
}

export function inOrder(working: readonly Mode[]): readonly Mode[] {
  return modes.filter((mode) => working.includes(mode));
}

/** WebGPU as gpu.js looks for it: a browser's, or what somebody put there in Node. */
export function navigatorGpu(): { requestAdapter(): Promise<unknown> } | undefined {
  return (globalThis as { readonly navigator?: { readonly gpu?: { requestAdapter(): Promise<unknown> } } }).navigator?.gpu;
}

/** Whether it gives an adapter; only this process can tell. */
export async function hasWebGpu(): Promise<boolean> {
  return (await navigatorGpu()?.requestAdapter().catch(() => null) ?? null) !== null;
}

/** The modes that work here, best first. */
export async function workingModes(gpu: typeof GPU): Promise<readonly Mode[]> {
  const works: Readonly<Record<Mode, boolean>> = {
    headlessgl: gpu.isHeadlessGLSupported, webgl2: gpu.isWebGL2Supported, webgl: gpu.isWebGLSupported,
    webgpu: await hasWebGpu(), webasm: gpu.isWebAssemblySupported, cpu: true,
  };
  return modes.filter((mode) => works[mode]);
}

/** The mode that is asked for, or the best of those that gpu.js would choose; undefined where it does not work. */
export function chosenMode(working: readonly Mode[], asked: Mode | undefined): Mode | undefined {
  return working.find((mode) => (asked === undefined ? !onRequest.includes(mode) : mode === asked));
}
