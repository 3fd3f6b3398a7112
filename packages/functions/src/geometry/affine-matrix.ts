import type { Shape } from "@openhcs/core";
import type { AffineMap } from "./sample-affine.js";

/** A map as the parameters describe it, or why they describe none. */
export function describedMap(matrix: readonly unknown[], offset: number | readonly number[], rank: number, outputRank: number): AffineMap | string {
  if (isNumbers(matrix)) return matrix.length === rank && outputRank === rank ? diagonal(matrix, offset, rank) : `must have a matrix of ${rank} rows or factors, and as many output axes`;
  if (!matrix.every(isNumbers)) return "must have a matrix of rows of finite numbers, or of one factor per axis";
  const rows = matrix as readonly (readonly number[])[];
  const columns = rows[0]?.length ?? 0;
  if (rows.some(({ length }) => length !== columns)) return "must have a matrix with rows of equal lengths";
  if (columns === rank + 1 && (rows.length === rank || rows.length === rank + 1)) return homogeneous(rows, rank, outputRank);
  if (rows.length !== rank || columns !== outputRank) return `must have a matrix of ${rank} rows and ${outputRank} columns`;
  return { matrix: rows, offset: offsets(offset, rank) };
}

/** Whether the map scales and moves along the axes alone. */
export function isAxisAligned({ matrix }: AffineMap): boolean {
  return matrix.every((row, axis) => row.length === matrix.length && row.every((factor, column) => factor === 0 || axis === column));
}

/** The last column is the offset; SciPy then ignores the other one. */
function homogeneous(rows: readonly (readonly number[])[], rank: number, outputRank: number): AffineMap | string {
  const last = rows[rank];
  if (last !== undefined && !last.every((value, column) => value === (column === rank ? 1 : 0))) return "must have a homogeneous matrix whose last row is 0 … 0 1";
  if (outputRank !== rank) return `must have ${rank} output axes for a homogeneous matrix`;
  return { matrix: rows.slice(0, rank).map((row) => row.slice(0, rank)), offset: rows.slice(0, rank).map((row) => row[rank] as number) };
}

function diagonal(factors: readonly number[], offset: number | readonly number[], rank: number): AffineMap {
  return { matrix: factors.map((factor, axis) => factors.map((_, column) => (column === axis ? factor : 0))), offset: offsets(offset, rank) };
}

function offsets(offset: number | readonly number[], rank: Shape["length"]): readonly number[] {
  return typeof offset === "number" ? new Array<number>(rank).fill(offset) : offset;
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length > 0 && value.every((each) => Number.isFinite(each));
}
