export { generateCommand } from "./generate.js";
export { trustCommand } from "./trust.js";
export { listCommand } from "./list.js";
export { removeCommand } from "./remove.js";
export { requireCommand } from "./require.js";
