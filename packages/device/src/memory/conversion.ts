import { isBigInteger, sizeOf, type DeviceArray, type Dtype, type ScalingPolicy } from "@openhcs/core";
import { composeSource, type KernelSource } from "../dialect/kernel-source.js";
import { elementsPerItem, elementwiseKernelText } from "../kernels/elementwise/items.js";
import type { DeviceBuffer } from "../session/device-buffer.js";
import { Recent } from "../session/recent.js";
import { filled } from "./filled.js";

const composed = new Recent<KernelSource>(200);

/** Changes of dtype that a kernel makes as the host does, bit for bit: all that the policy `saturate` makes of numbers which a double holds. */
export function converts(from: Dtype, to: Dtype, scaling: ScalingPolicy): boolean {
  return scaling === "saturate" && !isBigInteger(from) && !isBigInteger(to) && !(from === "float64" && to === "float16");
}

/** @throws DeviceLacksError where a dtype needs double precision and the device has none */
export async function convert(array: DeviceArray<DeviceBuffer>, dtype: Dtype, _scaling: ScalingPolicy): Promise<DeviceArray<DeviceBuffer>> {
  const { shape, buffer: { device } } = array;
  const program = await device.program(conversionSource(array.dtype, dtype, device.loadBytes));
  const size = sizeOf(shape);
  return filled(device.array(dtype, shape), (made) => program.launch("elementwise", Math.ceil(size / elementsPerItem([array.dtype, dtype], device.loadBytes)), [array, made, size]));
}

/**
 * Elements of one dtype as those of another: rounded half to even and clamped where that is an integer.
 *
 * @param loadBytes what an item best loads at once
 */
export function conversionSource(from: Dtype, to: Dtype, loadBytes = 0): KernelSource {
  return composed.get(`${from} ${to} ${loadBytes}`, () => {
    const isWide = [from, to].some((each) => ["int32", "uint32", "float64"].includes(each));
    const text = `DEVICE OUT_v element_of(IN_v x) { return OUT_cast((C)x); }\n${elementwiseKernelText({ arrays: { IN: from }, out: to, numbers: [] }, loadBytes)}`;
    return composeSource("conversion", text, { elements: { IN: from, OUT: to }, compute: isWide ? "float64" : "float32" });
  });
}
