/** What a message of a guest may hold, so that neither reading nor keeping it takes much of its host. Guests know the bounds, and refuse by themselves what would not fit. */

/** Of the text, in UTF-8. */
export const maxTextBytes = 16 * 2 ** 20;
/** Lists and objects in the text. Each takes its reader ten times what it takes the text. */
export const maxLists = 2 ** 21;
/** Lists and objects of a message that are none of a value's, and their depth. */
export const envelope = { lists: 100, depth: 8 } as const;
/** Lists and objects in the text for each level of a value. */
export const listsPerLevel = 2;
export const maxAttachments = 2 ** 16;
/** Of the attachments together, where large arrays lie in segments. */
export const maxAttachedBytes = 40 * 2 ** 20;
/** Hexadecimal digits of a bigint. */
export const maxBigintDigits = 2 ** 14;
/** A message that asks for nothing: a line, or a step. */
export const maxToldBytes = 2 ** 17;
/** A message that tells of an error, which is kept by whoever wants to. */
export const maxFailureBytes = 2 ** 18;
/** Characters of the name of a library function. */
export const maxKey = 1_000;
/** Arrays below this size travel inside messages: copying them takes less time than a segment's system calls. */
export const segmentThreshold = 64 * 1024;
