import { createRuntime } from "openhcs";
import { NdArray } from "@openhcs/core";
const [names, dtypesArg = "uint8,float32", shapesArg = "33x17,4x16x24"] = process.argv.slice(2);
const rt = await createRuntime({ backends: "installed" });
const { trialsOf } = await import("/tmp/wt-gk3/packages/conformance/dist/trials.js");
const { compareOutputs } = await import("/tmp/wt-gk3/packages/conformance/dist/compare/agreement.js");
const lib = await import("@openhcs/functions");
for (const name of names.split(",")) {
  const definition = lib[name];
  const shapes = shapesArg.split(",").map((s) => s.split("x").map(Number));
  let ok = 0, bad = 0, refused = 0; const t0 = performance.now();
  for (const trial of trialsOf({ kernel: { dtypes: dtypesArg.split(",") }, definition }, { shapes })) {
    const args = [Object.values(trial.arrays)[0], trial.parameters];
    let want, got, we, ge;
    try { want = (await rt.call(name, ...args, { dtypeConversion: "native", on: "reference" })).outputs; } catch (e) { we = e; }
    const t = performance.now();
    try { got = (await rt.call(name, ...args, { dtypeConversion: "native", on: "opencl" })).outputs; } catch (e) { ge = e; }
    if (process.env.V) console.log(trial.what, (performance.now() - t).toFixed(0));
    if (ge?.code === "NO_KERNEL") { refused++; continue; }
    if (we || ge) { if (we?.code !== ge?.code) { bad++; if (bad < 4) console.log(trial.what, "ref", we?.message, "dev", ge?.stack); } else ok++; continue; }
    for (const [k, theirs] of Object.entries(want)) {
      let ours = got[k];
      if (ours?.memoryType === "opencl") ours = await rt.to(ours, "ndarray");
      const a = compareOutputs(ours, theirs, definition.tolerance);
      if (a !== true) { bad++; if (bad < 6) console.log(name, trial.what, k, a); } else ok++;
    }
  }
  console.log(name, "ok", ok, "bad", bad, "refused", refused, (performance.now() - t0).toFixed(0), "ms");
}
await rt[Symbol.asyncDispose]();
