const brand = Symbol.for("openhcs.per-plane");

/** One value per plane of a stack: what a call by planes gives for outputs that are not arrays, and takes as a parameter. */
export type PerPlane = readonly unknown[] & { readonly [brand]: true };

export function perPlane(values: unknown[]): PerPlane {
  return Object.defineProperty(values, brand, { value: true }) as unknown as PerPlane;
}

export function isPerPlane(value: unknown): value is PerPlane {
  return Array.isArray(value) && brand in value;
}

/** For a call that is not made by planes: what was made plane by plane is a list like any other. */
export function asPlainList(value: unknown): unknown {
  return isPerPlane(value) ? [...value] : value;
}

/** The parameters of one plane. */
export function parametersAt(parameters: Readonly<Record<string, unknown>>, plane: number): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, isPerPlane(value) ? value[plane] : value]));
}
