import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NdArray } from "@openhcs/core";
import { writeImage, writePlate } from "@openhcs/io";
import { findImages, groupFiles, namingSchemes, type NamingScheme } from "openhcs/plate";
import { describe, expect, it } from "vitest";

const layout = (paths: readonly string[]) => groupFiles(paths).map(({ id, well, site, files }) => ({ id, well, site, channels: files.map(({ channel }) => channel) }));

describe("grouping files by their names", () => {
  it.each(namingSchemes.map((scheme) => [scheme.name, scheme] as const))("%s recognises its own example, and no scheme before it does", (_, scheme) => {
    expect(namingSchemes.find((candidate) => candidate.parse(scheme.example) !== undefined)).toBe(scheme);
  });

  it("CellProfiler SBS: the channel stands first, then row and column", () => {
    expect(layout(["p/Channel2-01-A-01.tif", "p/Channel1-90-H-06.tif", "p/Channel1-01-A-01.tif", "p/Channel2-90-H-06.tif"])).toEqual([
      { id: "A01", well: "A01", site: undefined, channels: ["Channel1", "Channel2"] },
      { id: "H06", well: "H06", site: undefined, channels: ["Channel1", "Channel2"] },
    ]);
  });

  it("Cellomics: fields of a well are sites", () => {
    expect(layout(["AS_09047_050428030001_O02f01d2.TIF", "AS_09047_050428030001_O02f00d2.TIF"]).map(({ id }) => id)).toEqual(["O02_s00", "O02_s01"]);
  });

  it("Harmony: rows are numbers, and planes of a channel belong to one site", () => {
    const [site, ...others] = groupFiles(["r02c03f01p01-ch1sk1fk1fl1.tiff", "r02c03f01p02-ch1sk1fk1fl1.tiff"]);
    expect(others).toEqual([]);
    expect(site?.well).toBe("B03");
    expect(site?.files.map(({ plane }) => plane)).toEqual(["01", "02"]);
  });

  it("MetaXpress: a file without a channel holds all of them", () => {
    expect(layout(["bbbc022_A02_s9_3ch_u16.tif", "x_B3_s1_DNA.tif"])).toEqual([
      { id: "A02_s9", well: "A02", site: "9", channels: [undefined] },
      { id: "B03_s1", well: "B03", site: "1", channels: ["DNA"] },
    ]);
  });

  it("OME-Zarr: the path of a field says where it stands on its plate", () => {
    expect(layout(["x/one.ome.zarr/B/3/1", "x/one.ome.zarr/B/3/0", "x/one.ome.zarr/A/10/0"])).toEqual([
      { id: "A10_s0", well: "A10", site: "0", channels: [undefined] },
      { id: "B03_s0", well: "B03", site: "0", channels: [undefined] },
      { id: "B03_s1", well: "B03", site: "1", channels: [undefined] },
    ]);
    expect(groupFiles(["one.zarr/A/1/0", "two.ome.zarr/A/1/0"]).map(({ id }) => id)).toEqual(["one_A01_s0", "two_A01_s0"]);
    expect(layout(["x/field.ome.zarr"])).toEqual([{ id: "field.ome", well: undefined, site: undefined, channels: [undefined] }]);
  });

  it("a name that nobody recognises is a site of its own", () => {
    expect(layout(["a/cells.tif", "a/other.png"]).map(({ id, well }) => [id, well])).toEqual([["cells", undefined], ["other", undefined]]);
  });

  it("wells of one name on two plates stay apart, and are told apart by plate or folder", () => {
    expect(groupFiles(["one_A01_s1_w1.tif", "two_A01_s1_w1.tif"]).map(({ id }) => id)).toEqual(["one_A01_s1", "two_A01_s1"]);
    expect(groupFiles(["x/Channel1-01-A-01.tif", "y/Channel1-01-A-01.tif"]).map(({ id }) => id)).toEqual(["x_A01", "y_A01"]);
  });

  it("a host's own scheme is a value like the others", () => {
    const mine: NamingScheme = { name: "mine", example: "A1=dna", parse: (stem) => (/=/.test(stem) ? { well: stem.split("=")[0] as string, channel: stem.split("=")[1] as string } : undefined) };
    expect(groupFiles(["A1=dna.tif", "A1=actin.tif"], [...namingSchemes, mine])).toHaveLength(1);
  });
});

describe("finding images", () => {
  it("takes an OME-Zarr for the image that it is, and a plate for its fields", async () => {
    const folder = await mkdtemp(join(tmpdir(), "openhcs-"));
    const image = NdArray.zeros([4, 5], "uint8");
    await writeImage(join(folder, "image.ome.zarr"), image);
    await writePlate(join(folder, "plate.ome.zarr"), [{ row: "A", column: "1", image }, { row: "A", column: "1", image }, { row: "B", column: "2", image }]);
    await writeFile(join(folder, "plain.tif"), "");
    const fields = ["A/1/0", "A/1/1", "B/2/0"].map((field) => join(folder, "plate.ome.zarr", field));
    expect([...(await findImages([folder]))].sort()).toEqual([join(folder, "image.ome.zarr"), join(folder, "plain.tif"), ...fields].sort());
    expect(await findImages([join(folder, "plate.ome.zarr")])).toEqual(fields);
    expect(await findImages([join(folder, "plate.ome.zarr/A/1")])).toEqual(fields.slice(0, 2));
    expect(await findImages([join(folder, "plate.ome.zarr/B/2/0")])).toEqual([join(folder, "plate.ome.zarr/B/2/0")]);
  });

  it("looks through folders, and leaves out what an earlier run wrote", async () => {
    const folder = await mkdtemp(join(tmpdir(), "openhcs-"));
    await mkdir(join(folder, "openhcs-output", "labels"), { recursive: true });
    for (const name of ["b.tif", "a.PNG", "notes.txt", ".hidden.tif", "openhcs-output/labels/b.tif"]) await writeFile(join(folder, name), "");
    const found = await findImages([folder], join(folder, "openhcs-output"));
    expect([...found].sort()).toEqual([join(folder, "a.PNG"), join(folder, "b.tif")]);
    expect(await findImages([join(folder, "openhcs-output")], join(folder, "openhcs-output"))).toHaveLength(1);
  });

  it("says that a folder has no image", async () => {
    const folder = await mkdtemp(join(tmpdir(), "openhcs-"));
    await expect(findImages([folder])).rejects.toMatchObject({ code: "NO_IMAGES" });
  });
});
