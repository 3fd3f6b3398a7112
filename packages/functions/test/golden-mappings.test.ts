import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { functions, phaseCrossCorrelation } from "@openhcs/functions";
import { describe, expect, it } from "vitest";
import { readCases } from "../../../tools/golden/golden-folder.mjs";
import { callOf, findMapping } from "../../../tools/golden/mappings.mjs";

const dir = fileURLToPath(new URL("../../../../shared/data/golden/", import.meta.url));
interface Case {
  readonly id: string;
  readonly op: string;
  readonly variant: string;
  readonly level: string;
}

const quirks: readonly Case[] = existsSync(dir) ? readCases(dir, undefined).filter((golden: Case) => golden.level === "quirk" && findMapping(functions, golden) !== undefined) : [];

describe("golden mappings", () => {
  if (quirks.length === 0) it.skip("needs the golden data beside the repository");

  it.each(quirks)("say why quirks like $id may not be followed", (golden) => {
    expect(findMapping(functions, golden)?.mapping.quirk).toMatch(/ /);
  });

  it("say what null is where it is a choice of the peer's and not its default", () => {
    const params = { upsampleFactor: 1, normalization: null };
    const [mapping] = phaseCrossCorrelation.golden ?? [];
    expect(callOf({ definition: phaseCrossCorrelation, mapping }, params, {}, "").args[0]).toEqual({ upsampleFactor: 1, normalization: "none" });
  });

  it("say so wherever a peer truncates to integers by the last bit of a float", () => {
    const truncating = functions.flatMap(({ golden = [] }) => golden).filter(({ variant, op }) => variant === "openhcs" && !op.endsWith("projection"));
    expect(truncating.map(({ op, quirk }) => [op, quirk !== undefined])).toEqual(truncating.map(({ op }) => [op, true]));
    expect(truncating).toHaveLength(6);
  });
});
