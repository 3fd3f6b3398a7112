import { execFileSync } from "node:child_process";
import { summary } from "../measure.mjs";

export const describe = "making a runtime with one backend more that no call needs, its probe cached, against one without it; each in a process of its own, turn by turn";

const rounds = 15;
const usual = ["@openhcs/backend-cpu"];
const others = ["@openhcs/backend-opencl", "@openhcs/backend-webgpu", "@openhcs/backend-tfjs", "@openhcs/backend-gpujs"];

export function run() {
  return others.map((name) => {
    startUpMs([...usual, name]); // Probes, and keeps the answer.
    const more = Array.from({ length: rounds }, () => {
      const without = startUpMs(usual);
      return startUpMs([...usual, name]) - without;
    });
    return { what: name, ...summary(more), unit: "ms", bar: 5 };
  });
}

/** How long a fresh process takes to make a runtime, the import of openhcs left out. */
function startUpMs(backends) {
  const program = `
    import { createRuntime } from "openhcs";
    const start = performance.now();
    const runtime = await createRuntime({ backends: ${JSON.stringify(backends)} });
    const took = performance.now() - start;
    await runtime[Symbol.asyncDispose]();
    console.log(took);`;
  return Number(execFileSync(process.execPath, ["--input-type=module", "-e", program], { cwd: import.meta.dirname, encoding: "utf8" }).trimEnd().split("\n").at(-1));
}
