/** What runs in a browser too, for it imports no module of Node: `@openhcs/device/portable`. */
export { Pool, type BufferSource } from "./session/pool.js";
export { Recent } from "./session/recent.js";
export { DeviceFailedError, DeviceLacksError } from "./session/device-errors.js";
export { bytesOption, checkOptions, type OptionRule } from "./check-options.js";
