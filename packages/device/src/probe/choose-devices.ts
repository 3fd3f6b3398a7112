import { OpenHcsError } from "@openhcs/core";
import type { NativeDeviceFacts } from "@openhcs/native/device";

/** A device by its number, by its name or a part of that, or by its UUID. */
export type DeviceChoice = number | string;

/** The driver's numbers of the chosen devices, all where nothing is chosen. @throws UnknownDeviceChoiceError */
export function chooseDevices(driver: string, found: readonly NativeDeviceFacts[], choices: readonly DeviceChoice[] | undefined): readonly number[] {
  return choices === undefined ? found.map((_, index) => index) : choices.map((choice) => chosen(driver, found, choice));
}

function chosen(driver: string, found: readonly NativeDeviceFacts[], choice: DeviceChoice): number {
  const index = typeof choice === "number" ? (choice in found ? choice : -1) : indexOf(found, choice.toLowerCase());
  if (index >= 0) return index;
  throw new UnknownDeviceChoiceError(driver, choice, found.map(({ name }, at) => `${at}: ${name}`));
}

function indexOf(found: readonly NativeDeviceFacts[], wanted: string): number {
  const byUuid = found.findIndex(({ uuid }) => uuid !== "" && uuid.toLowerCase() === wanted);
  return byUuid >= 0 || wanted === "" ? byUuid : found.findIndex(({ name }) => name.toLowerCase().includes(wanted));
}

/** No device of the driver is the one that was asked for. */
export class UnknownDeviceChoiceError extends OpenHcsError {
  readonly code = "UNKNOWN_DEVICE_CHOICE";
  readonly driver: string;
  readonly choice: DeviceChoice;
  readonly devices: readonly string[];
  constructor(driver: string, choice: DeviceChoice, devices: readonly string[]) {
    super(`${driver} has no device ${JSON.stringify(choice)}; there are ${devices.join(", ")}.`);
    this.driver = driver;
    this.choice = choice;
    this.devices = devices;
  }
}

declare module "@openhcs/core" {
  interface ErrorCodes {
    UNKNOWN_DEVICE_CHOICE: UnknownDeviceChoiceError;
  }
}
