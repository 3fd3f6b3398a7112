import { openclWith } from "./device-with.js";

/** OpenCL whose devices say that they have no double precision, and whose compiler knows none. */
export const openclWithoutDoubles = openclWith({ facts: { fp64: false }, buildOptions: ["-DWITHOUT_DOUBLES"], before: "#define double no_type_of_this_device" });
