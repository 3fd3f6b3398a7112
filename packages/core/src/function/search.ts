import type { FunctionMetadata } from "./metadata.js";

/** What a word counts where it occurs: as the name or a part of it, then in the other fields. */
const weights = { name: 128, nameStart: 32, wholeSynonym: 32, inName: 16, synonym: 8, tag: 4, said: 1 } as const;

/** The functions in which every word of a search occurs, the best match first; equal ones in the order given. */
export function bestMatches(functions: readonly FunctionMetadata[], search: string): readonly FunctionMetadata[] {
  const words = search.split(/\s+/).map(plain).filter((word) => word !== "");
  return functions
    .map((metadata) => ({ metadata, score: scoreOf(metadata, words) }))
    .filter(({ score }) => score > 0 || words.length === 0)
    .sort((a, b) => b.score - a.score)
    .map(({ metadata }) => metadata);
}

/** 0 where a word occurs nowhere. */
function scoreOf(metadata: FunctionMetadata, words: readonly string[]): number {
  const fields = fieldsOf(metadata);
  const scores = words.map((word) => scoreOfWord(fields, word));
  // "median filter" is one name in two words.
  const whole = words.length > 1 ? scoreOfWhole(fields, words.join("")) : 0;
  return scores.includes(0) ? whole : scores.reduce((sum, score) => sum + score, whole);
}

type Fields = ReturnType<typeof fieldsOf>;

function fieldsOf({ key, name, originalName, documentation, category = "", source = "", tags, synonyms, citations }: FunctionMetadata) {
  return {
    name: plain(name),
    synonyms: [originalName, ...synonyms].map(plain),
    tags: [category, ...tags].map(plain),
    said: plain([key, documentation, source, ...citations.map(({ text, doi = "" }) => `${text} ${doi}`)].join(" ")),
  };
}

function scoreOfWhole({ name, synonyms }: Fields, words: string): number {
  if (name === words) return weights.name;
  return synonyms.some((synonym) => synonym.replaceAll(" ", "") === words) ? weights.wholeSynonym : 0;
}

/** Summed over the fields: what is called so and tagged so fits better than what is only called so. */
function scoreOfWord({ name, synonyms, tags, said }: Fields, word: string): number {
  return scoreOfName(name, word) + scoreOfSynonyms(synonyms, word) + (tags.some((tag) => tag.includes(word)) ? weights.tag : 0) + (said.includes(word) ? weights.said : 0);
}

function scoreOfName(name: string, word: string): number {
  if (name === word) return weights.name;
  if (name.startsWith(word)) return weights.nameStart;
  return name.includes(word) ? weights.inName : 0;
}

function scoreOfSynonyms(synonyms: readonly string[], word: string): number {
  if (synonyms.includes(word)) return weights.wholeSynonym;
  return synonyms.some((synonym) => synonym.includes(word)) ? weights.synonym : 0;
}

/** "top-hat", "top_hat" and "TopHat" are the same word. */
function plain(text: string): string {
  return text.toLowerCase().replace(/[-_]/g, "");
}
