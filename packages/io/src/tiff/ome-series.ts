import { messageOf } from "@openhcs/core";
import { fileName } from "../file-name.js";
import { CorruptImageError, UnsupportedImageError } from "../image-errors.js";
import { quote } from "../quote.js";
import { isOmeXml, parseOmeXml, type OmeDocument, type OmeImage, type OmePlanes } from "./ome-xml.js";
import { squeezed, type PageSource, type Series, type SeriesReader } from "./series.js";

/** OME-TIFF: each image of the OME-XML is a series. Axes of extent 1 are left out. */
export const omeSeries: SeriesReader = (source) => {
  if (!isOmeXml(source.description)) return undefined;
  const document = parse(source);
  if (document.images.length === 0) throw new UnsupportedImageError(source.file, 'its OME-XML describes no image here, it may lie in a companion file. Option "page" reads single pages.');
  return { length: document.images.length, at: (index) => document.images[index] && seriesOf(source, document, document.images[index]) };
};

function parse({ file, description }: PageSource): OmeDocument {
  try {
    return parseOmeXml(description);
  } catch (cause) {
    throw new CorruptImageError(file, `its OME-XML cannot be read: ${messageOf(cause)}`, { cause });
  }
}

function seriesOf(source: PageSource, document: OmeDocument, image: OmeImage): Series {
  const { axes, shape, pixelSize, channelNames, width, height } = image;
  const pages = planesOf(source, document, image).map(source.page);
  const first = pages[0] as Series["pages"][number];
  if (first.width !== width || first.height !== height) {
    throw new CorruptImageError(source.file, `its OME-XML says ${width} x ${height}, page ${first.index} has ${first.width} x ${first.height}.`);
  }
  const named = squeezed(shape, axes, first);
  const isNamed = named.axes.includes("C") && channelNames.length === shape[axes.indexOf("C")];
  return { pages, ...named, pixelSize, ...(isNamed && { channelNames }) };
}

/** The page of every plane. @throws UnsupportedImageError where other files hold some, CorruptImageError where none does */
function planesOf({ file, directories }: PageSource, document: OmeDocument, { axes, shape, planes }: OmeImage): number[] {
  const total = shape.reduce((product, extent) => product * extent, 1);
  const holders = new Set(planes.map((plane) => plane.file?.uuid));
  const elsewhere = new Set<string>();
  const pages = new Map<number, number>();
  let placed = 0;
  const entire: OmePlanes = { index: {}, page: 0, count: undefined, file: undefined };
  for (const { index, page, count = directories.length, file: holder } of planes.length === 0 ? [entire] : planes) {
    if (holder !== undefined && !isThis(holder)) {
      elsewhere.add(holder.name);
      continue;
    }
    const first = [...axes].reduce((place, axis, i) => place * (shape[i] as number) + (index[axis] ?? 0), 0);
    for (let i = 0; i < Math.min(count, directories.length - page); i++) pages.set(first + i, page + i);
    if ((placed += count) > total + 2 * directories.length) throw new CorruptImageError(file, `its OME-XML names pages more than once for ${total} planes.`);
  }
  if (total > pages.size && elsewhere.size > 0) {
    throw new UnsupportedImageError(file, `its OME-XML spreads ${total} planes over several files (${[...elsewhere].slice(0, 3).map(quote).join(", ")}). Option "page" reads single pages.`);
  }
  if (total > pages.size) throw new CorruptImageError(file, `its OME-XML promises ${total} planes, the file has ${directories.length} pages. Option "page" reads single ones.`);
  return Array.from({ length: total }, (_, plane) => {
    const page = pages.get(plane);
    if (page === undefined) throw new CorruptImageError(file, `its OME-XML names no page for plane ${plane} of ${total}.`);
    return page;
  });

  /** Where one file holds all planes it is this one, even under another name. */
  function isThis({ uuid, name }: { readonly uuid: string; readonly name: string }): boolean {
    return document.uuid === undefined ? name === "" || name === fileName(file) || holders.size === 1 : uuid === document.uuid;
  }
}
