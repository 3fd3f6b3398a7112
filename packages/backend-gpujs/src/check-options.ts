import { InvalidOptionError, suggest } from "@openhcs/core";
import { isMode, modes } from "./engine/modes.js";

/** @throws InvalidOptionError */
export function checkOptions(options: object): void {
  for (const [name, value] of Object.entries(options)) {
    if (name !== "mode") throw new InvalidOptionError(name, `does not exist; nearest: ${suggest(name, ["mode"])[0] ?? "mode"}`);
    if (value !== undefined && !isMode(value)) throw new InvalidOptionError("mode", `must be one of ${modes.join(", ")}, received ${JSON.stringify(value)}`);
  }
}
