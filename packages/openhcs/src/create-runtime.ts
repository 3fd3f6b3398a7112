import { cpu } from "@openhcs/backend-cpu";
import {
  BACKEND_FINDER, createRuntime as createBareRuntime, PROBE_CACHE, provide,
  type BackendFinder, type FunctionDefinition, type Runtime, type RuntimeOptions,
} from "@openhcs/core";
import { functions as library } from "@openhcs/functions";
import { imageRead } from "@openhcs/io";
import { nodeBackendFinder } from "./node/backend-finder.js";
import { installNodeCallCarrier } from "./node/call-carrier.js";
import { fileProbeCache } from "./node/probe-cache.js";

/** Every function of the library, and reading image files. */
export const libraryFunctions: readonly FunctionDefinition[] = Object.freeze([...library, imageRead as FunctionDefinition]);

/**
 * Makes a runtime for Node with the function library: backends default to `[cpu()]`, verdicts of probes are kept in the user's
 * cache folder, and `backends: "installed"` finds the packages that the host has installed, besides the one that comes with this.
 *
 * @throws IncompatibleBackendError, AlreadyRegisteredError for two backends of one name, BackendLoadError for a named package
 */
export async function createRuntime({ backends = [cpu()], functions = libraryFunctions, services = [], ...rest }: RuntimeOptions = {}): Promise<Runtime> {
  installNodeCallCarrier();
  const nodeServices = [provide(PROBE_CACHE, fileProbeCache()), provide(BACKEND_FINDER, withBundled(nodeBackendFinder()))];
  return createBareRuntime({ backends, functions, services: [...nodeServices, ...services], ...rest });
}

/** Adds the backend that this package depends on, which the host's own folders may not show. */
function withBundled(finder: BackendFinder): BackendFinder {
  const bundled = { package: "@openhcs/backend-cpu", module: { cpu } };
  return {
    load: (packageName) => finder.load(packageName),
    async installed() {
      const found = await finder.installed();
      return found.some((each) => each.package === bundled.package) ? found : [bundled, ...found];
    },
  };
}
