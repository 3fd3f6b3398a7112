import * as customFunctions from "@openhcs/custom-functions";
import { expect, it } from "vitest";

it("the package exports what it did, and every change of that is seen", () => {
  expect(Object.keys(customFunctions).sort()).toMatchInlineSnapshot(`
    [
      "AmbiguousVersionError",
      "BrokenEditError",
      "CustomFunctionManager",
      "InvalidBundleError",
      "InvalidSignatureError",
      "RefusedFunctionError",
      "SourceUnavailableError",
      "StoreInUseError",
      "StoreLacksError",
      "TooDeepError",
      "UntrustedSourceError",
      "checkSignature",
      "checkSourceSize",
      "generateKeyPair",
      "languageOf",
      "maxBundleBytes",
      "maxBundledSources",
      "readSourceFile",
      "signSource",
      "sourceText",
    ]
  `);
});
