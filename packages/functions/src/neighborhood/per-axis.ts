/** One value per axis from one number for all of them, or from a list of one per axis. */
export function perAxis(value: number | readonly number[], rank: number): readonly number[] {
  return typeof value === "number" ? new Array<number>(rank).fill(value) : value;
}
