/** Tags of TIFF 6.0 and of the private ranges that are read or written here. */
export const tag = {
  newSubfileType: 254, imageWidth: 256, imageLength: 257, bitsPerSample: 258, compression: 259, photometric: 262, fillOrder: 266,
  imageDescription: 270, stripOffsets: 273, samplesPerPixel: 277, rowsPerStrip: 278, stripByteCounts: 279, xResolution: 282, yResolution: 283,
  planarConfiguration: 284, resolutionUnit: 296, software: 305, predictor: 317, tileWidth: 322, tileLength: 323, tileOffsets: 324,
  tileByteCounts: 325, subDirectories: 330, extraSamples: 338, sampleFormat: 339, jpegTables: 347, imageDepth: 32997,
} as const;

export type Tag = (typeof tag)[keyof typeof tag];

/** Names for messages. */
export const tagNames: Readonly<Record<number, string>> = Object.fromEntries(
  Object.entries(tag).map(([name, code]) => [code, name.replace(/^[a-z]/, (letter) => letter.toUpperCase())]),
);

export const photometric = { minIsWhite: 0, minIsBlack: 1, rgb: 2, palette: 3, yCbCr: 6 } as const;
