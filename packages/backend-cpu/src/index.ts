export { cpu, type CpuOptions } from "./cpu.js";
export { NativeKernelError } from "./native-kernel-error.js";
