// Of bounded length each, so that no text takes long to search.
const digits = "\\d{1,20}(?:\\.\\d{1,20})?";
const number = `[-+−]?(?:${digits}|\\.\\d{1,20})`;
const unit = "(?: ?[^\\s\\d()[\\],;.<>=-]{1,12})?";

const forms = [
  `\\d{1,20}%? ?(?:\\.\\.\\.?|…) ?${number}`,
  `\\d{1,20} ?(?:<=|≤|<) ?[\\p{ID_Start}$_]{1,60} ?(?:<=|≤|<) ?\\d{1,20}`,
  `\\bbetween ${number}%? and ${number}`,
  `\\bfrom ${number}%? to ${number}`,
  `[([]${digits}%? ?[-–—] ?${digits}${unit}[)\\]]`,
  // At the end of what is said; further up it tells of pixels more often than of the parameter. No arrow.
  `(?:>=|<=|≥|≤|(?<![-=<>])[<>]) ?${number}(?=\\.?$|\\. |[),;\\]])`,
];
const anyForm = new RegExp(forms.join("|"), "u");

/** What in a text looks like a range. */
export function rangeLike(text: string): string | undefined {
  return anyForm.exec(text.slice(0, 4000))?.[0];
}
