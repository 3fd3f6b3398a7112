import type { DependencyContainer } from "tsyringe";
import type { Backend } from "../backend/backend.js";
import { BackendLoadError } from "../backend/backend-errors.js";
import { backendOf, type BackendSource } from "../backend/backend-source.js";
import { closeContainer, createContainer, type Service } from "../di/container.js";
import { defaultServices } from "../di/default-services.js";
import { BACKEND_FINDER, LIBRARY_FINDER } from "../di/tokens.js";
import { isOpenHcsError, messageOf } from "../errors/openhcs-error.js";
import type { FunctionDefinition } from "../function/definition.js";
import { LibraryLoadError } from "../library/library-errors.js";
import { libraryOf, type LibrarySource } from "../library/library-source.js";
import { Microkernel } from "./microkernel.js";
import type { Runtime } from "./runtime.js";

export interface RuntimeOptions {
  /** Backends as values or package names, or `"installed"` for every installed package that brings one. */
  readonly backends?: readonly BackendSource[] | "installed";
  /** Functions known by their bare names: the library. */
  readonly functions?: readonly FunctionDefinition[];
  /** Libraries whose functions get a namespace each: as values or package names, or `"installed"` for every installed package that brings one. */
  readonly libraries?: readonly LibrarySource[] | "installed";
  /** Scans the libraries anew, whatever earlier scans say. */
  readonly rescan?: boolean;
  /** How long loading a library, or probing one of its functions, may take in a scan. Default 15 s. */
  readonly scanTimeoutMs?: number;
  /** Services in place of the default ones, made with `provide`. */
  readonly services?: readonly Service[];
  /** How long a probe may take before its backend counts as unavailable. */
  readonly probeTimeoutMs?: number;
  /** How long closing the runtime, or removing a backend, waits for calls and backends that hang. Default 10 s. */
  readonly closeTimeoutMs?: number;
}

/**
 * Makes a runtime. Backends are probed, none is opened.
 *
 * @throws InvalidBackendError, IncompatibleBackendError, AlreadyRegisteredError for two backends of one name, BackendLoadError and LibraryLoadError for a named package, InvalidLibraryError
 */
export async function createRuntime({
  backends = [], functions = [], libraries = [], rescan = false, services = [], probeTimeoutMs = 5000, scanTimeoutMs = 15_000, closeTimeoutMs = 10_000,
}: RuntimeOptions = {}): Promise<Runtime> {
  const container = createContainer(defaultServices, services);
  let kernel: Microkernel | undefined;
  try {
    kernel = new Microkernel(container, { probeTimeoutMs, scanTimeoutMs, closeTimeoutMs });
    for (const definition of functions) kernel.register(definition, {});
    if (backends === "installed") await addInstalled(kernel);
    else await kernel.roster.add(await Promise.all(backends.map((source) => load(source, container))));
    if (libraries === "installed") await addInstalledLibraries(kernel, rescan);
    else for (const source of libraries) await addLibrary(kernel, source, rescan);
    return kernel;
  } catch (error) {
    await (kernel?.[Symbol.asyncDispose]() ?? closeContainer(container)).catch(() => {}); // What failed first is told.
    throw error;
  }
}

async function load(source: BackendSource, container: DependencyContainer): Promise<Backend> {
  if (typeof source !== "string") return source;
  try {
    return backendOf(source, await container.resolve(BACKEND_FINDER).load(source));
  } catch (error) {
    throw isOpenHcsError(error) ? error : new BackendLoadError(source, `cannot be loaded: ${messageOf(error)}`, error);
  }
}

/** An installed package that does not load, or does not fit, is unavailable with its reason and stops nothing. */
async function addInstalled({ container, roster }: Microkernel): Promise<void> {
  const backends: { from: string; backend: Backend }[] = [];
  for (const found of await container.resolve(BACKEND_FINDER).installed()) {
    try {
      if ("reason" in found) throw new BackendLoadError(found.package, found.reason);
      backends.push({ from: found.package, backend: backendOf(found.package, found.module) });
    } catch (error) {
      roster.reportFailure(found.package, error);
    }
  }
  await roster.addWhatFits(backends);
}

async function addLibrary({ container, shelf }: Microkernel, source: LibrarySource, rescan: boolean): Promise<void> {
  if (typeof source !== "string") {
    await shelf.add(source, { rescan });
    return;
  }
  try {
    await shelf.add(libraryOf(source, await container.resolve(LIBRARY_FINDER).load(source)), { rescan, module: source });
  } catch (error) {
    throw isOpenHcsError(error) ? error : new LibraryLoadError(source, `cannot be loaded: ${messageOf(error)}`, error);
  }
}

/** As of backends: a package that does not fit is reported with its reason and stops nothing. */
async function addInstalledLibraries({ container, shelf }: Microkernel, rescan: boolean): Promise<void> {
  for (const found of await container.resolve(LIBRARY_FINDER).installed()) {
    try {
      if ("reason" in found) throw new LibraryLoadError(found.package, found.reason);
      await shelf.add(libraryOf(found.package, found.module), { rescan, module: found.package });
    } catch (error) {
      shelf.reportFailure(found.package, error);
    }
  }
}
