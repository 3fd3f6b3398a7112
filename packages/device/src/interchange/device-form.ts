import type { DeviceArray, ExportForm, ImportForm } from "@openhcs/core";
import type { DeviceBuffer } from "../session/device-buffer.js";

/** A form in which arrays of devices are handed over and taken in; their sessions are those of this package. */
export interface DeviceForm {
  readonly export: ExportForm<DeviceArray<DeviceBuffer>>;
  readonly import: ImportForm<DeviceArray<DeviceBuffer>>;
}
