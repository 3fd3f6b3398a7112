import { loadCuda } from "@openhcs/native/cuda";

const isRequired = !["", "0", undefined].includes(process.env["OPENHCS_REQUIRE_NATIVE"]);

/** Why nothing can be compiled here; where the addons are required, tests fail instead. */
export const withoutCompiler = isRequired ? false : reason();

function reason(): string | false {
  const { addon, ...missing } = loadCuda();
  if (addon === undefined) return `needs the addon: ${"reason" in missing ? missing.reason : ""}`;
  try {
    addon.compilerVersion?.();
    return false;
  } catch (error) {
    return `needs NVRTC: ${error instanceof Error ? error.message : String(error)}`;
  }
}
