/** What a message of a guest may hold, so that neither reading nor keeping it takes much of its host. Guests know the bounds, and refuse by themselves what would not fit. */

/** Of the text, in UTF-8. */
export const maxTextBytes = 16 * 2 ** 20;
/**
 * What reading a text takes, in a hundred nanoseconds or so each: a list or object, a text within it, a name of a record, whatever stands beside another, and so many bytes.
 *
 * Measured with V8's JSON and the decoder.
 */
export const effort = { list: 5, text: 4, name: 12, item: 1, bytes: 10 } as const;
/** Of the text: 200 ms or so, in which the host does nothing else. */
export const maxEffort = 2_000_000;
/** What of a message is none of a value's: its effort, and its depth. */
export const envelope = { effort: 2_000, depth: 8 } as const;
/** Different keys of the objects in a message: each takes its reader a microsecond or two besides. */
export const maxKeys = 2 ** 16;
/** Lists and objects in the text for each level of a value. */
export const listsPerLevel = 2;
export const maxAttachments = 2 ** 14;
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
