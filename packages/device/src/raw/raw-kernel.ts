import { bytesPerElement, InvalidArgumentError, type DeviceArray, type Dtype, type RawKernel, type RawKernelParameter, type RawKernelSource } from "@openhcs/core";
import { kernelParameters, type KernelParameter } from "../dialect/signature.js";
import { userSource } from "../dialect/kernel-source.js";
import type { DeviceBuffer } from "../session/device-buffer.js";
import { DeviceWork } from "../session/device-work.js";
import type { DeviceSession } from "../session/device-session.js";

/** Dtypes whose elements are of a type; that of fresh arrays first. */
const dtypesByType: Readonly<Record<string, readonly Dtype[]>> = {
  float: ["float32"], double: ["float64"], half: ["float16"], bool: ["bool"],
  u8: ["uint8", "bool"], uchar: ["uint8", "bool"], "unsigned char": ["uint8", "bool"], i8: ["int8"], char: ["int8"], "signed char": ["int8"],
  u16: ["uint16", "float16"], ushort: ["uint16", "float16"], "unsigned short": ["uint16", "float16"], i16: ["int16"], short: ["int16"],
  u32: ["uint32"], uint: ["uint32"], unsigned: ["uint32"], "unsigned int": ["uint32"], i32: ["int32"], int: ["int32"],
  u64: ["uint64"], ulong: ["uint64"], "unsigned long": ["uint64"], "unsigned long long": ["uint64"], i64: ["int64"], long: ["int64"], "long long": ["int64"],
};

/** A kernel that a user wrote, in the dialect or in the device's own language. @throws InvalidArgumentError where its signature cannot be told */
export function rawKernel({ memoryType, source, name: wanted }: RawKernelSource): RawKernel<DeviceSession, DeviceArray<DeviceBuffer>> {
  const { name, parameters } = chosen(memoryType, source, wanted);
  const program = userSource(`${memoryType}.kernel`, source);
  return {
    name,
    parameters: parameters.map(described),
    async run({ inputs, outputs, numbers, items, group }, { session, device, signal }) {
      const work = new DeviceWork(session.device(device), signal);
      const made: Record<string, DeviceArray<DeviceBuffer>> = {};
      let isDone = false;
      try {
        const compiled = await work.program(program);
        for (const [output, { dtype, shape }] of Object.entries(outputs)) {
          const changed = inputs[output];
          made[output] = changed === undefined ? work.zeros(dtype, shape) : work.copy(changed);
        }
        const sizes = localBytes(name, parameters, numbers, work.device.facts.localBytes);
        const values = parameters.map((parameter) => made[parameter.name] ?? inputs[parameter.name] ?? sizes[parameter.name] ?? numbers[parameter.name] ?? null);
        compiled.launch(name, { items, ...(group === undefined ? {} : { group }) }, values);
        isDone = true;
        return made;
      } finally {
        work.end(isDone ? Object.values(made) : []);
      }
    },
  };
}

function chosen(memoryType: string, source: string, wanted: string | undefined): { readonly name: string; readonly parameters: readonly KernelParameter[] } {
  const kernels = read(memoryType, source);
  const names = [...kernels.keys()];
  if (names.length === 0) throw new InvalidArgumentError(`${memoryType}.kernel`, "source", `must have a kernel, as in KERNEL invert(GLOBAL const float *in, GLOBAL float *out, i64 n) { … }`, source);
  if (wanted === undefined && names.length > 1) throw new InvalidArgumentError(`${memoryType}.kernel`, "name", `must be given where the source has several kernels: ${names.join(", ")}`, wanted);
  const name = wanted ?? names[0] as string;
  const parameters = kernels.get(name);
  if (parameters === undefined) throw new InvalidArgumentError(`${memoryType}.kernel`, "name", `must be one of ${names.join(", ")}`, wanted);
  return { name, parameters };
}

function read(memoryType: string, source: string): ReadonlyMap<string, readonly KernelParameter[]> {
  try {
    const kernels = kernelParameters(source);
    const strange = [...kernels.values()].flat().find(({ type, letter }) => letter === "s" && elementBytes(type) === 0);
    if (strange !== undefined) throw new Error(`"${strange.name}" is local memory of ${strange.type}, whose size cannot be told; take numbers, as in float *${strange.name}.`);
    return kernels;
  } catch (error) {
    throw new InvalidArgumentError(`${memoryType}.kernel`, "source", (error as Error).message.replace(/\.$/, ""), source);
  }
}

/** What each piece of local memory takes. @throws InvalidArgumentError where a group of the device has less */
function localBytes(kernel: string, parameters: readonly KernelParameter[], elements: Readonly<Record<string, number>>, most: number): Readonly<Record<string, number>> {
  const locals = parameters.filter(({ letter }) => letter === "s");
  const sizes = Object.fromEntries(locals.map(({ name, type }) => [name, (elements[name] ?? 0) * elementBytes(type)]));
  // Each begins at a multiple of 16 bytes.
  const total = Object.values(sizes).reduce((sum, bytes) => sum + Math.ceil(bytes / 16) * 16, 0);
  if (total > most) throw new InvalidArgumentError(kernel, locals.map(({ name }) => name).join(", "), `must fit into the ${most} bytes of local memory that a group of the device has`, total);
  return sizes;
}

/** 0 where it cannot be told. */
function elementBytes(type: string): number {
  const [dtype] = dtypesByType[type] ?? [];
  return dtype === undefined ? 0 : bytesPerElement(dtype);
}

function described({ name, type, letter, isConst }: KernelParameter): RawKernelParameter {
  if (letter === "s") return { name, type: `local ${type} *`, role: "local" };
  if (letter !== "m") return { name, type, role: letter === "f" || letter === "d" ? "number" : "integer" };
  const dtypes = dtypesByType[type];
  return { name, type: `${isConst ? "const " : ""}${type} *`, role: isConst ? "input" : "output", ...(dtypes === undefined ? {} : { dtypes }) };
}
