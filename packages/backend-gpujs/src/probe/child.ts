// Run in a process of its own: asks gpu.js which modes it has.
import { findModes } from "./in-process.js";

void findModes().then((found) => process.stdout.write(`\n${JSON.stringify(found)}\n`));
