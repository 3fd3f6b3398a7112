// The conformance suite under node:test: the same call as under vitest, with the other runner's `test`.
import { test } from "node:test";
import { cpu } from "@openhcs/backend-cpu";
import { testBackend } from "@openhcs/conformance";

testBackend(() => cpu(), test);
