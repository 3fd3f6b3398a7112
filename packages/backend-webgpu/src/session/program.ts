import { KernelBuildError, type BuildMessage } from "@openhcs/core";
import type { Shader } from "../wgsl/shader.js";
import { scoped } from "./error-scope.js";

/** A shader that a device can launch. */
export interface Program {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
  /** Whether its last binding is the numbers of a launch. */
  readonly hasNumbers: boolean;
}

/** @throws KernelBuildError */
export async function compile(gpu: GPUDevice, name: string, shader: Shader): Promise<Program> {
  const { result: module, accepted } = scoped(gpu, name, () => gpu.createShaderModule({ code: shader.text }));
  try {
    await accepted;
  } catch (error) {
    const { messages } = await module.getCompilationInfo();
    const told = messages.filter(({ type }) => type === "error");
    throw told.length === 0 ? error : buildError(shader, told);
  }
  const layout = gpu.createBindGroupLayout({ entries: shader.bindings.map((type, binding) => ({ binding, visibility: 4, buffer: { type } })) });
  const made = scoped(gpu, name, () => gpu.createComputePipelineAsync({ layout: gpu.createPipelineLayout({ bindGroupLayouts: [layout] }), compute: { module, entryPoint: shader.entry } }));
  const pipeline = await made.result.catch((error: unknown) => {
    const message = error instanceof Error ? error.message.trim() : String(error);
    throw new KernelBuildError(shader.name, [], message);
  });
  await made.accepted;
  return { pipeline, layout, hasNumbers: shader.hasNumbers };
}

/** In lines of the kernel's own source. */
function buildError({ name, text, linesBefore }: Shader, told: readonly GPUCompilationMessage[]): KernelBuildError {
  const lines = text.split("\n");
  const messages = told.flatMap(({ lineNum, linePos, message }): readonly BuildMessage[] =>
    (lineNum <= linesBefore ? [] : [{ line: lineNum - linesBefore, column: linePos, message, snippet: lines[lineNum - 1] ?? "" }]));
  return new KernelBuildError(name, messages, told.map(({ lineNum, linePos, message }) => `${lineNum}:${linePos} ${message}`).join("\n"));
}
