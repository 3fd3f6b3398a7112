import { tfjs } from "@openhcs/backend-tfjs";
import { testBackend } from "@openhcs/conformance";
import { describe, test } from "vitest";

describe.each(["wasm", "cpu"] as const)("engine %s", (engine) => {
  testBackend(() => tfjs({ engine }), test);
});
