/** How a parameter of a golden case becomes one of ours: its name, and other spellings of its values. */
export interface GoldenParameter {
  readonly to: string;
  readonly values?: Readonly<Record<string, unknown>>;
}

/**
 * How one operation and variant of a golden folder is called here: literal data, so that parameters never seen before work too.
 *
 * What is not named keeps its name; `null` parameters are left out, being the peer's default, unless `values` says what they are.
 */
export interface GoldenMapping {
  readonly op: string;
  readonly variant: string;
  /** Only cases with these parameters, which are then used up: `{ fn: "add" }`. */
  readonly where?: Readonly<Record<string, unknown>>;
  /** Names of the case's inputs; by default `x` is the first array and others keep their names. */
  readonly inputs?: Readonly<Record<string, string>>;
  readonly parameters?: Readonly<Record<string, string | GoldenParameter>>;
  /** Parameters that every case of the variant has: `{ convention: "scipy" }`. */
  readonly fixed?: Readonly<Record<string, unknown>>;
  /** Call options, as parameters: `{ planewise: "sliceBySlice" }`. */
  readonly options?: Readonly<Record<string, string>>;
  readonly fixedOptions?: Readonly<Record<string, unknown>>;
  /** Names of the case's outputs, scalars and table, where they differ; by default `out` is the main output. */
  readonly outputs?: Readonly<Record<string, string>>;
  /** Parameters that only say how the peer stored its result. */
  readonly ignored?: readonly string[];
  /** Why cases of level `quirk` are not followed, where they are not. */
  readonly quirk?: string;
}
