import type { Kernel } from "@openhcs/core";
import { abs, add, multiply, subtract } from "@openhcs/functions";
import type { GpuJsSession } from "../engine/session.js";
import { elementwise } from "./elementwise.js";
import { gaussianKernel } from "./gaussian.js";

export const kernels: readonly Kernel<GpuJsSession>[] = [
  elementwise(abs, "Math.abs(a)"),
  elementwise(add, "a + b"),
  elementwise(multiply, "a * b"),
  elementwise(subtract, "a - b"),
  gaussianKernel,
];
