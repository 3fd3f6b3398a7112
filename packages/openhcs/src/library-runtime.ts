import { cpu } from "@openhcs/backend-cpu";
import { BACKEND_FINDER, createRuntime, PROBE_CACHE, provide, type BackendFinder, type FunctionDefinition, type Runtime, type RuntimeOptions } from "@openhcs/core";
import { functions as library } from "@openhcs/functions";
import { imageRead } from "@openhcs/io";
import { nodeBackendFinder } from "./node/backend-finder.js";
import { fileProbeCache } from "./node/probe-cache.js";

/** Every function of the library, and reading image files. */
export const libraryFunctions: readonly FunctionDefinition[] = Object.freeze([...library, imageRead as FunctionDefinition]);

/**
 * A runtime for Node with the function library, and without custom functions: their packages are not loaded. Functions that others wrote need
 * `createRuntime`, for it lets them find the call that they serve.
 */
export async function createLibraryRuntime({ backends = [cpu()], functions = libraryFunctions, services = [], ...rest }: RuntimeOptions = {}): Promise<Runtime> {
  const nodeServices = [provide(PROBE_CACHE, fileProbeCache()), provide(BACKEND_FINDER, withBundled(nodeBackendFinder()))];
  return createRuntime({ backends, functions, services: [...nodeServices, ...services], ...rest });
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
