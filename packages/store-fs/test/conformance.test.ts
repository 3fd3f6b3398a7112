import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, test } from "vitest";
import { testStore } from "@openhcs/conformance";
import { fileStore } from "@openhcs/store-fs";

const parent = mkdtempSync(join(tmpdir(), "openhcs-stores-"));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

testStore(() => fileStore({ folder: mkdtempSync(join(parent, "store-")) }), {
  test,
  otherLanguage: "js",
  reopen: ({ location = "" }) => fileStore({ folder: location }),
});
