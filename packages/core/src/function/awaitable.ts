/** What may be given at once or later. */
export type Awaitable<T> = T | Promise<T>;
