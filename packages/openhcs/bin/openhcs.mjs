#!/usr/bin/env node
// Committed, since npm links commands when it installs, which in a clone is before anything is compiled.
import { existsSync } from "node:fs";

const main = new URL("../dist/cli/main.js", import.meta.url);
if (existsSync(main)) {
  await import(main.href);
} else {
  console.error("openhcs is not compiled yet. Run: npm run build");
  process.exitCode = 1;
}
