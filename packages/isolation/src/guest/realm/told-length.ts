/** Characters of what is told of an error. */
export const maxMessage = 4_000;
export const maxStack = 16_000;
export const maxPath = 1_000;
