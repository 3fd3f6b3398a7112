export { isLibraryFactory, defineLibrary, type LibraryFactory } from "./define-library.js";
export type * from "./library.js";
export * from "./library-errors.js";
export { libraryOf, type LibrarySource } from "./library-source.js";
export { scanHere, scanSteps, type LibraryScan, type LibraryScanner, type ScanLimits, type ScannedFunction, type ScanStep } from "./scan.js";
export type { ScanCache } from "./scan-cache.js";
export type { LibraryReport } from "./library-shelf.js";
