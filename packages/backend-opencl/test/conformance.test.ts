import { opencl } from "@openhcs/backend-opencl";
import { testBackend } from "@openhcs/conformance";
import { test } from "vitest";

testBackend(() => opencl(), test);
