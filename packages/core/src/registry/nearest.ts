import { distance } from "fastest-levenshtein";

/** The names most like one that does not exist, best first; at most three, none if nothing is near. */
export function suggest(name: string, names: Iterable<string>): readonly string[] {
  const wanted = name.toLowerCase();
  const limit = Math.max(2, Math.floor(wanted.length / 2));
  return [...names]
    .map((candidate) => ({ candidate, far: farness(wanted, candidate.toLowerCase()) }))
    .filter(({ far }) => far <= limit)
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** A name that contains the wanted one is near, however long it is. */
function farness(wanted: string, candidate: string): number {
  const edits = Math.min(distance(wanted, candidate), 1 + distance(withoutNamespace(wanted), withoutNamespace(candidate)));
  return wanted.length >= 3 && candidate.includes(wanted) ? Math.min(edits, 1) : edits;
}

function withoutNamespace(key: string): string {
  return key.slice(key.indexOf(":") + 1);
}
