import { cpu } from "@openhcs/backend-cpu";
import { testBackend } from "@openhcs/conformance";
import { test } from "vitest";

testBackend(() => cpu({ threads: 2 }), test);
