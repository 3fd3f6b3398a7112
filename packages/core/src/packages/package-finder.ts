/** A module that should bring something, or why it could not be loaded. */
export type FoundPackage = { readonly package: string; readonly module: unknown } | { readonly package: string; readonly reason: string };

/** Finds packages that bring one kind of thing, such as backends; supplied by the platform. */
export interface PackageFinder {
  /** A package by name. @throws when it is missing or does not load */
  load(packageName: string): Promise<unknown>;
  /** Every installed package whose manifest names such a thing. */
  installed(): Promise<readonly FoundPackage[]>;
}
