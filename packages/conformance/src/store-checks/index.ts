import type { StoreCase } from "../store-case.js";
import { changes } from "./changes.js";
import { closing } from "./closing.js";
import { conflicts } from "./conflicts.js";
import { contents } from "./contents.js";
import { crowd } from "./crowd.js";
import { history } from "./history.js";
import { names } from "./names.js";
import { reopening } from "./reopening.js";
import { signatures } from "./signatures.js";
import { trustedKeys } from "./trusted-keys.js";
import { watching } from "./watching.js";

export const storeChecks: readonly StoreCase[] = [
  ...contents, ...changes, ...conflicts, ...names, ...crowd, ...signatures, ...history, ...trustedKeys, ...reopening, ...watching, ...closing,
];
