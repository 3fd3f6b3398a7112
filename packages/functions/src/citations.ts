import type { Citation } from "@openhcs/core";

// Publications that several functions are from; those of a single one stand in its definition.

/** Watersheds from markers. */
export const beucher1993: Citation = {
  text: "Beucher S, Meyer F (1993). The morphological approach to segmentation: the watershed transformation. In: Dougherty E (ed.) Mathematical Morphology in Image Processing. Marcel Dekker, New York, 433–481.",
};

/** Transforms of lines of any length. */
export const bluestein1970: Citation = {
  text: "Bluestein L I (1970). A linear filtering approach to the computation of discrete Fourier transform. IEEE Trans. Audio Electroacoust. 18(4):451–455.",
  doi: "10.1109/TAU.1970.1162132",
};

/** The running histogram of rank filters. */
export const huang1979: Citation = {
  text: "Huang T, Yang G, Tang G (1979). A fast two-dimensional median filtering algorithm. IEEE Trans. Acoust. Speech Signal Process. 27(1):13–18.",
  doi: "10.1109/TASSP.1979.1163188",
};

/** Edges and spots by the Laplacian of a Gaussian, and its approximation by the difference of two. */
export const marr1980: Citation = {
  text: "Marr D, Hildreth E (1980). Theory of edge detection. Proc. R. Soc. Lond. B 207(1167):187–217.",
  doi: "10.1098/rspb.1980.0020",
};

/** Exact distances in linear time. */
export const maurer2003: Citation = {
  text: "Maurer C R, Qi R, Raghavan V (2003). A linear time algorithm for computing exact Euclidean distance transforms of binary images in arbitrary dimensions. IEEE Trans. Pattern Anal. Mach. Intell. 25(2):265–270.",
  doi: "10.1109/TPAMI.2003.1177156",
};

/** The threshold that separates two classes best. */
export const otsu1979: Citation = {
  text: "Otsu N (1979). A threshold selection method from gray-level histograms. IEEE Trans. Syst. Man Cybern. 9(1):62–66.",
  doi: "10.1109/TSMC.1979.4310076",
};

/** Erosion, dilation, opening and closing of masks. */
export const serra1982: Citation = {
  text: "Serra J (1982). Image Analysis and Mathematical Morphology. Academic Press, London.",
};

/** Erosion, dilation, opening and closing of grey-scale images. */
export const sternberg1986: Citation = {
  text: "Sternberg S R (1986). Grayscale morphology. Comput. Vis. Graph. Image Process. 35(3):333–355.",
  doi: "10.1016/0734-189X(86)90004-6",
};

/** Interpolation by splines. */
export const unser1991: Citation = {
  text: "Unser M, Aldroubi A, Eden M (1991). Fast B-spline transforms for continuous image representation and interpolation. IEEE Trans. Pattern Anal. Mach. Intell. 13(3):277–285.",
  doi: "10.1109/34.75515",
};
