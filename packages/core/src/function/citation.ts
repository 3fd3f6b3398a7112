/** A publication that a method is from, as a reference list has it. */
export interface Citation {
  /** Authors, year, title, where it appeared: "Otsu N (1979). A threshold selection method from gray-level histograms. IEEE Trans. SMC 9(1):62–66." */
  readonly text: string;
  /** Without a resolver: "10.1109/TSMC.1979.4310076". */
  readonly doi?: string;
  /** Where it can be read, for what has no DOI. */
  readonly url?: string;
}
