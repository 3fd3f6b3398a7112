import type { Check } from "../check.js";
import { concurrency } from "./concurrency.js";
import { conversions } from "./conversions.js";
import { declarations } from "./declarations.js";
import { devices } from "./devices.js";
import { errors } from "./errors.js";
import { forms } from "./forms.js";
import { fusion } from "./fusion.js";
import { handles } from "./handles.js";
import { kernelAgreement } from "./kernel-agreement.js";
import { kernelInputs } from "./kernel-inputs.js";
import { kernelOutputs } from "./kernel-outputs.js";
import { kernelSupport } from "./kernel-support.js";
import { leaks } from "./leaks.js";
import { lifecycle } from "./lifecycle.js";
import { probe } from "./probe.js";
import { template } from "./template.js";
import { transferBits } from "./transfer-bits.js";
import { transferDtypes } from "./transfer-dtypes.js";
import { transferIsolation } from "./transfer-isolation.js";
import { transferShapes } from "./transfer-shapes.js";
import { transferSize } from "./transfer-size.js";
import { transferViews } from "./transfer-views.js";

/** Everything that a backend is held to, in the order of a reader's questions. */
export const checks: readonly Check[] = [
  declarations, probe, lifecycle,
  transferBits, transferShapes, transferViews, transferDtypes, transferIsolation, transferSize,
  handles, conversions, forms, devices, leaks, template,
  kernelAgreement, kernelSupport, kernelInputs, kernelOutputs, fusion, concurrency, errors,
];
