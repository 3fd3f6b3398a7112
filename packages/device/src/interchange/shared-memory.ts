import { randomBytes } from "node:crypto";
import { bytesPerElement, InterchangeRefusedError, isDtype, sizeOf, type ArraySpec, type DeviceArray, type Interchange } from "@openhcs/core";
import type { NativeInterchange } from "@openhcs/native/device";
import { filled } from "../memory/filled.js";
import type { DeviceBuffer } from "../session/device-buffer.js";
import type { DeviceSession } from "../session/device-session.js";
import type { OpenDevice } from "../session/open-device.js";
import { borrowed } from "./borrowed.js";
import type { DeviceForm } from "./device-form.js";
import { refusing } from "./refusals.js";

type Array = DeviceArray<DeviceBuffer>;

/** Plain data, which goes to another process as it is. */
export interface SharedSegment {
  /** Of the POSIX shared memory that the elements lie in, packed in C order; empty where there are none. */
  readonly name: string;
  readonly bytes: number;
}

const form = "shared-memory";
const common = { form, betweenProcesses: true, cost: { latencyUs: 200, gbPerSec: 4 } } as const;

/** Arrays by the name of a piece of the system's memory, for processes of the same user. What took it in keeps it, also after its release. */
export const sharedMemory: DeviceForm = {
  export: { ...common, copies: true, export: share },
  import: { ...common, copies: "onRequest", import: (given, { session, device, fresh }) => takeIn(given, (session as DeviceSession).device(device), fresh) },
};

async function share({ bytes, dtype, shape, buffer, memoryType, device: index }: Array): Promise<Interchange> {
  const { device } = buffer;
  const { interchange } = device.driver;
  const spec: ArraySpec = { dtype, shape, memoryType, device: index, bytes };
  if (bytes === 0) return { form, spec, handle: { name: "", bytes } satisfies SharedSegment };
  const name = `/openhcs-${randomBytes(10).toString("hex")}`; // At most 31 characters, for macOS.
  const mapped = refusing(form, () => interchange.createSegment(name, bytes));
  try {
    await device.read(buffer, mapped);
  } catch (error) {
    interchange.unlinkSegment(name);
    throw error;
  } finally {
    interchange.giveBack(mapped);
  }
  return { form, spec, handle: { name, bytes } satisfies SharedSegment, release: () => interchange.unlinkSegment(name) };
}

async function takeIn(given: Interchange, device: OpenDevice, fresh: boolean): Promise<Array> {
  const { interchange } = device.driver;
  const { name, bytes } = segmentOf(given);
  const { spec, release } = given;
  if (bytes === 0) {
    release?.();
    return device.array(spec.dtype, spec.shape);
  }
  const mapped = refusing(form, () => interchange.openSegment(name, bytes));
  const end = ending(interchange, mapped, given);
  if (device.facts.sharesHostMemory) {
    try {
      return await borrowed(device.sharing.wrap(mapped, bytes), spec, fresh, end);
    } catch (error) {
      interchange.giveBack(mapped);
      throw error;
    }
  }
  try {
    const made = await filled(device.array(spec.dtype, spec.shape), ({ buffer }) => device.write(buffer, mapped));
    given.release?.();
    return made;
  } finally {
    interchange.giveBack(mapped);
  }
}

function ending(interchange: NativeInterchange, mapped: Parameters<NativeInterchange["giveBack"]>[0], given: Interchange): () => void {
  return () => {
    interchange.giveBack(mapped);
    given.release?.();
  };
}

/** What came from another process may be anything. */
function segmentOf({ spec, handle }: Interchange): SharedSegment {
  const { name, bytes } = (handle ?? {}) as Partial<SharedSegment>;
  const isSegment = typeof name === "string" && typeof bytes === "number" && (bytes === 0 ? name === "" : /^\/[^/]+$/.test(name));
  if (!isSegment) throw new InterchangeRefusedError(form, "the handle must have the name of a segment and its bytes");
  checkBytes(form, spec, bytes);
  return { name, bytes };
}

/** @throws InterchangeRefusedError where an array of this spec does not have so many bytes */
export function checkBytes(refusedForm: string, spec: ArraySpec, bytes: number): void {
  const { dtype, shape } = (spec ?? {}) as Partial<ArraySpec>;
  const isShape = globalThis.Array.isArray(shape) && shape.length <= 8 && shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0);
  if (!isDtype(dtype) || !isShape) throw new InterchangeRefusedError(refusedForm, "the spec must have a dtype and a shape");
  const due = sizeOf(shape) * bytesPerElement(dtype);
  if (due !== bytes) throw new InterchangeRefusedError(refusedForm, `an array of ${dtype} and the shape [${shape.join(", ")}] has ${due} bytes, and the handle tells of ${bytes}`);
}
