import type { GPU } from "gpu.js";

/** Where gpu.js runs kernels, the ones that pay most first, as gpu.js itself orders them; `webgpu` it leaves to those who ask. */
export const modes = ["headlessgl", "webgl2", "webgl", "webgpu", "webasm", "cpu"] as const;

export type Mode = (typeof modes)[number];

/** Modes that gpu.js does not choose by itself. */
const onRequest: readonly Mode[] = ["webgpu"];

export function isMode(value: unknown): value is Mode {
  return (modes as readonly unknown[]).includes(value);
}

/** The modes that work here, best first. */
export async function workingModes(gpu: typeof GPU): Promise<readonly Mode[]> {
  const works: Readonly<Record<Mode, boolean>> = {
    headlessgl: gpu.isHeadlessGLSupported, webgl2: gpu.isWebGL2Supported, webgl: gpu.isWebGLSupported,
    webgpu: await gpu.isWebGPUAvailable(), webasm: gpu.isWebAssemblySupported, cpu: true,
  };
  return modes.filter((mode) => works[mode]);
}

/** The mode that is asked for, or the best of those that gpu.js would choose; undefined where it does not work. */
export function chosenMode(working: readonly Mode[], asked: Mode | undefined): Mode | undefined {
  return working.find((mode) => (asked === undefined ? !onRequest.includes(mode) : mode === asked));
}
