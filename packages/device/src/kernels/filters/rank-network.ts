type Exchange = readonly [low: number, high: number];

/**
 * A sorting network over v0 … v(n−1) in the dialect, of which only the exchanges are there that lead to one rank, and the variable in which that ends.
 *
 * K. Batcher's odd-even merge sort (1968), for any number of elements.
 */
export function rankNetwork(members: number, rank: number): { readonly network: string; readonly result: string } {
  const wanted = new Set([rank]);
  const steps: string[] = [];
  for (const [low, high] of exchanges(members).reverse()) {
    const [isLowWanted, isHighWanted] = [wanted.has(low), wanted.has(high)];
    if (!isLowWanted && !isHighWanted) continue;
    steps.push(`${isLowWanted && isHighWanted ? "BOTH" : isLowWanted ? "LOWER" : "UPPER"}(v${low}, v${high})`);
    wanted.add(low).add(high);
  }
  const loads = Array.from({ length: members }, (_, n) => `KEY_t v${n} = at[distances[${n}]];`);
  return { network: [...loads, ...steps.reverse()].join(" "), result: `v${rank}` };
}

function exchanges(members: number): Exchange[] {
  const list: Exchange[] = [];
  for (let sorted = 1; sorted < members; sorted *= 2) {
    for (let distance = sorted; distance >= 1; distance /= 2) {
      for (let start = distance % sorted; start + distance < members; start += 2 * distance) {
        for (let n = start; n < Math.min(start + distance, members - distance); n++) {
          if (Math.floor(n / (2 * sorted)) === Math.floor((n + distance) / (2 * sorted))) list.push([n, n + distance]);
        }
      }
    }
  }
  return list;
}
