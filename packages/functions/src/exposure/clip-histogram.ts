/**
 * Cuts a histogram at a limit and spreads what was cut off over the bins below it, in place, as scikit-image does: equally, and the rest
 * to bins evenly apart.
 */
export function clipHistogram(counts: Int32Array, limit: number): void {
  let excess = 0;
  for (let k = 0; k < counts.length; k++) {
    if ((counts[k] as number) <= limit) continue;
    excess += (counts[k] as number) - limit;
    counts[k] = limit;
  }
  const share = Math.floor(excess / counts.length);
  const upper = limit - share;
  for (let k = 0; k < counts.length; k++) {
    const count = counts[k] as number;
    if (count >= limit) continue;
    const raised = count < upper ? count + share : count;
    // What its share brought near the limit is filled up too.
    counts[k] = raised < upper ? raised : limit;
    excess -= (counts[k] as number) - count;
  }
  spread(counts, limit, excess);
}

function spread(counts: Int32Array, limit: number, excess: number): void {
  let left = excess;
  while (left > 0) {
    const before = left;
    for (let start = 0; start < counts.length && left > 0; start++) {
      let below = 0;
      for (let k = 0; k < counts.length; k++) if ((counts[k] as number) < limit) below++;
      const step = Math.max(1, Math.floor(below / left));
      for (let k = start; k < counts.length; k += step) {
        if ((counts[k] as number) >= limit) continue;
        counts[k] = (counts[k] as number) + 1;
        left--;
      }
    }
    if (left === before) return;
  }
}
