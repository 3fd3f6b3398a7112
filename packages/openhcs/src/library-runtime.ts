import { cpu } from "@openhcs/backend-cpu";
import {
  BACKEND_FINDER, COST_BOOK, createRuntime, LIBRARY_FINDER, LIBRARY_SCANNER, PROBE_CACHE, provide, provideFactory, SCAN_CACHE, type FunctionDefinition, type PackageFinder, type Runtime, type RuntimeOptions,
} from "@openhcs/core";
import { functions as library } from "@openhcs/functions";
import { imageRead } from "@openhcs/io";
import { scanInProcess } from "./node/library-scanner.js";
import { nodeBackendFinder, nodeLibraryFinder } from "./node/package-finder.js";
import { fileCostBook } from "./node/cost-book.js";
import { fileProbeCache } from "./node/probe-cache.js";
import { fileScanCache } from "./node/scan-cache.js";

/** Every function of the library, and reading image files. */
export const libraryFunctions: readonly FunctionDefinition[] = Object.freeze([...library, imageRead as FunctionDefinition]);

/**
 * A runtime for Node with the function library, and without custom functions: their packages are not loaded. Functions that others wrote need
 * `createRuntime`, for it lets them find the call that they serve.
 */
export async function createLibraryRuntime({ backends = [cpu()], functions = libraryFunctions, services = [], ...rest }: RuntimeOptions = {}): Promise<Runtime> {
  const nodeServices = [
    provide(PROBE_CACHE, fileProbeCache()), provideFactory(COST_BOOK, () => fileCostBook()), provide(BACKEND_FINDER, withBundled(nodeBackendFinder())),
    provide(SCAN_CACHE, fileScanCache()), provide(LIBRARY_FINDER, nodeLibraryFinder()), provide(LIBRARY_SCANNER, scanInProcess),
  ];
  return createRuntime({ backends, functions, services: [...nodeServices, ...services], ...rest });
}

/** Adds the backend that this package depends on, which the host's own folders may not show. */
function withBundled(finder: PackageFinder): PackageFinder {
  const bundled = { package: "@openhcs/backend-cpu", module: { cpu } };
  return {
    load: (packageName) => finder.load(packageName),
    async installed() {
      const found = await finder.installed();
      return found.some((each) => each.package === bundled.package) ? found : [bundled, ...found];
    },
  };
}
