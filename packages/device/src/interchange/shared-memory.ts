import { freshSegmentName, refusing, sharedSegmentOf, type ArraySpec, type DeviceArray, type Interchange, type SharedSegment } from "@openhcs/core";
import type { NativeHostMemory } from "@openhcs/native/device";
import type { DeviceBuffer } from "../session/device-buffer.js";
import type { DeviceSession } from "../session/device-session.js";
import type { OpenDevice } from "../session/open-device.js";
import { borrowed, uploaded, type Borrowed } from "./borrowed.js";
import type { DeviceForm } from "./device-form.js";

type Array = DeviceArray<DeviceBuffer>;

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
  const name = freshSegmentName();
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
  const { name, bytes } = sharedSegmentOf(given);
  const { spec } = given;
  const open = () => refusing(form, () => device.driver.interchange.openSegment(name, bytes));
  const release = () => given.release?.();
  if (bytes > 0) return device.facts.sharesHostMemory ? borrowed(device, spec, fresh, { open: () => wrapped(device, open(), bytes), release }) : uploaded(device, spec, { open, release });
  const made = device.array(spec.dtype, spec.shape);
  release();
  return made;
}

function wrapped(device: OpenDevice, mapped: NativeHostMemory, bytes: number): Borrowed {
  const close = () => device.driver.interchange.giveBack(mapped);
  try {
    return { buffer: device.sharing.wrap(mapped, bytes), close };
  } catch (error) {
    close();
    throw error;
  }
}
