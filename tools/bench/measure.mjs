/** Median and spread of the microseconds that one of many repetitions takes, from batches short enough to dodge other work. */
export async function measureUs(body, { batches = 60, repeats = 200 } = {}) {
  for (let i = 0; i < 2 * repeats; i++) await body(i);
  const samples = [];
  for (let batch = 0; batch < batches; batch++) {
    const start = performance.now();
    for (let i = 0; i < repeats; i++) await body(i);
    samples.push(((performance.now() - start) * 1000) / repeats);
  }
  return summary(samples);
}

/** As measureUs for synchronous bodies, whose cost an await would drown. */
export function measureSyncUs(body, { batches = 60, repeats = 2000 } = {}) {
  for (let i = 0; i < 2 * repeats; i++) body(i);
  const samples = [];
  for (let batch = 0; batch < batches; batch++) {
    const start = performance.now();
    for (let i = 0; i < repeats; i++) body(i);
    samples.push(((performance.now() - start) * 1000) / repeats);
  }
  return summary(samples);
}

/** Two things in turn, batch by batch, so that both see the same machine; the difference and the ratio are taken pair by pair. */
export async function measurePairUs(a, b, { batches = 60, repeats = 200 } = {}) {
  const one = async (body) => {
    const start = performance.now();
    for (let i = 0; i < repeats; i++) await body(i);
    return ((performance.now() - start) * 1000) / repeats;
  };
  for (const body of [a, b, a, b]) for (let i = 0; i < 2 * repeats; i++) await body(i);
  const pairs = [];
  for (let batch = 0; batch < batches; batch++) pairs.push([await one(a), await one(b)]);
  return {
    a: summary(pairs.map(([first]) => first)),
    b: summary(pairs.map(([, second]) => second)),
    difference: summary(pairs.map(([first, second]) => first - second)),
    ratio: summary(pairs.map(([first, second]) => first / second)),
  };
}

export function summary(samples) {
  const sorted = [...samples].sort((x, y) => x - y);
  return { median: sorted[sorted.length >> 1], min: sorted[0], max: sorted.at(-1) };
}
