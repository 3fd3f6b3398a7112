import type { Table } from "@openhcs/core";
import { regionProperties, type RegionProperty, type RegionPropertyName } from "./region-properties.js";

interface Property {
  readonly property: RegionProperty;
  readonly parts: readonly (readonly [name: string, column: Float64Array])[];
}

/** Columns of properties, one or several each, with a row per region. */
export class PropertyColumns {
  readonly #properties: readonly Property[];

  constructor(names: readonly RegionPropertyName[], rank: number, rows: number) {
    this.#properties = names.map((name) => {
      const property: RegionProperty = regionProperties[name];
      return { property, parts: (property.columns?.(rank) ?? [""]).map((part) => [name + part, new Float64Array(rows)]) };
    });
  }

  /** Measures a region. */
  fill(row: number, measure: (property: RegionProperty) => number | readonly number[]): void {
    for (const { property, parts } of this.#properties) {
      const values = [measure(property)].flat() as readonly number[];
      for (const [i, [, column]] of parts.entries()) column[row] = values[i] as number;
    }
  }

  table(): Table {
    return Object.fromEntries(this.#properties.flatMap(({ parts }) => parts));
  }
}
