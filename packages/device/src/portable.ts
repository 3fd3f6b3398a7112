/** What runs in a browser too, for it imports no module of Node: `@openhcs/device/portable`. */
export { Pool, type BufferSource } from "./session/pool.js";
export { Recent } from "./session/recent.js";
export { DeviceFailedError, DeviceLacksError } from "./session/device-errors.js";
export { bytesOption, checkOptions, type OptionRule } from "./check-options.js";
export { gaussianPasses } from "./kernels/filters/gaussian-passes.js";
export { rankNetwork } from "./kernels/filters/rank-network.js";
export { unitScale } from "./kernels/filters/unit-scale.js";
export { modeNumber } from "./kernels/neighborhood/mode-number.js";
export { isElement } from "./kernels/neighborhood/outside.js";
export { distancesIn, lastThree, liesInStacks, stacksOf } from "./kernels/neighborhood/stacks.js";
