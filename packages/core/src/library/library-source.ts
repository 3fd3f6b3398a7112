import { isLibraryFactory, type LibraryFactory } from "./define-library.js";
import type { Library } from "./library.js";
import { LibraryLoadError } from "./library-errors.js";

/** A library as a value, or the name of a package that brings an adapter. */
export type LibrarySource = Library | string;

/** What a module's only library factory gives. @throws LibraryLoadError */
export function libraryOf(packageName: string, module: unknown, options: readonly unknown[] = []): Library {
  const factories = new Set(Object.values((module ?? {}) as Record<string, unknown>).filter(isLibraryFactory));
  const [factory] = factories;
  if (factory === undefined) throw new LibraryLoadError(packageName, "exports no library factory; make one with defineLibrary.");
  if (factories.size > 1) throw new LibraryLoadError(packageName, `exports ${factories.size} library factories; its manifest's module must export one.`);
  return (factory as LibraryFactory)(...options);
}
