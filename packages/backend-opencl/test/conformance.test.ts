import { opencl } from "@openhcs/backend-opencl";
import { testBackend } from "@openhcs/conformance";
import { test } from "vitest";

// Each dtype of each kernel is a program to compile: those of images and masks here, all with OPENHCS_EVERY_DTYPE=1, which takes half an hour.
const options = process.env["OPENHCS_EVERY_DTYPE"] === "1" ? {} : { dtypes: ["bool", "uint8", "uint16", "float32"] as const };

testBackend(() => opencl(), test, { ...options, limitMs: 120_000, timeoutMs: 300_000 });
