export { runCommand } from "./run.js";
export { listCommand } from "./list.js";
export { describeCommand } from "./describe.js";
export { planCommand } from "./plan.js";
export { functionsCommand } from "./functions.js";
export { doctorCommand } from "./doctor.js";
export { calibrateCommand } from "./calibrate.js";
