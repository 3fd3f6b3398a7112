import { Crate, download, scaleKernel, upload } from "../crate.js";
import { hoard, type Broken, type Members } from "./broken.js";

const never = new Promise<never>(() => {});
let probes = 0;

export const brokenBackends: readonly Broken[] = [
  {
    what: "a probe that throws",
    members: { probe: () => { throw new Error("no driver"); } },
    failing: "probe answers true, the devices, or a reason, and never throws", message: /no driver/,
  },
  {
    what: "a probe without a reason",
    members: { probe: () => ({ reason: "" }) },
    failing: "probe answers true, the devices, or a reason, and never throws", message: /no reason/,
  },
  {
    what: "a probe of two minds",
    members: { probe: () => (probes++ % 2 === 0 ? true : { reason: "busy" }) },
    failing: "probe gives the same answer every time", message: /first .* then/,
  },
  {
    what: "a probe that takes its time",
    members: { probe: () => { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_100); return true; } },
    failing: "probe is quick", message: /more than 1000 ms/,
  },
  {
    what: "an opening that hangs",
    members: { open: () => never },
    failing: "opens and closes twenty times", message: /open did not settle/,
  },
  {
    what: "a closing that breaks",
    members: { close: () => { throw new Error("device lost"); } },
    failing: "opens and closes twenty times", message: /device lost/,
  },
  {
    what: "a closing that works once",
    members: { close: (crate) => { if (hoard.includes(crate)) throw new Error("closed already"); hoard.push(crate); } },
    failing: "closing twice is harmless", message: /closed already/,
  },
  {
    what: "a device that is one per process",
    members: { open: onlyOne(), close: () => {} },
    failing: "two sessions live side by side", message: /in use/,
  },
  {
    what: "a device that is gone once it was closed",
    members: onceAndNeverAgain(),
    failing: "calls in flight when the runtime closes end, and the next runtime works", message: /the device is gone/,
  },
  {
    what: "a device that takes ten runtimes in its life",
    members: { open: tenTimes() },
    failing: "works after twenty runtimes came and went", message: /worn out/,
  },
  {
    what: "a fingerprint of the moment",
    members: { fingerprint: () => `${performance.now()}` },
    failing: "what its answer depends on is a text that stays the same, beside a version", message: /second fingerprint/,
  },
  {
    what: "a cost without a unit that one could add",
    members: { kernels: [{ ...scaleKernel, cost: { latencyUs: NaN, gbPerSec: 0 } }] },
    failing: "declares costs in finite microseconds and a rate above zero", message: /latencyUs/,
  },
  {
    what: "a dtype of its own making",
    members: { kernels: [{ ...scaleKernel, dtypes: ["float33" as never] }] },
    failing: "declares only dtypes that exist", message: /no dtype "float33"/,
  },
  {
    what: "a memory type without a way back",
    members: { transfers: [upload] },
    failing: "every memory type has a way from the host and back", message: /leads from it/,
  },
  {
    what: "a kernel of a function that nobody knows",
    members: { kernels: [{ ...scaleKernel, function: "scaleBye" }] },
    failing: "every kernel implements a known function", message: /scaleBye/,
  },
  {
    what: "the name of a namespace",
    members: { name: "reference" },
    failing: "has a name that fits into a key", message: /namespace/,
  },
];

function onceAndNeverAgain(): Members {
  let isGone = false;
  return {
    close: () => { isGone = true; },
    transfers: [{ ...upload, run: (array, context) => { if (isGone) throw new Error("the device is gone"); return upload.run(array, context); } }, download],
  };
}

function tenTimes(): () => Crate {
  let times = 0;
  return () => {
    if (++times > 10) throw new Error("the device is worn out");
    return new Crate(2 ** 28);
  };
}

function onlyOne(): () => Crate {
  let isOpen = false;
  return () => {
    if (isOpen) throw new Error("the device is in use");
    isOpen = true;
    return new Crate(2 ** 28);
  };
}
