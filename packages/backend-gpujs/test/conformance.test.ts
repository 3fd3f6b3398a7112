import { gpujs } from "@openhcs/backend-gpujs";
import { testBackend } from "@openhcs/conformance";
import { test } from "vitest";

testBackend(() => gpujs(), test);
