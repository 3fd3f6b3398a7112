/** Work that nothing it uses may be taken from. */
export class WorkUnderWay {
  readonly #work = new Set<Promise<unknown>>();

  track(work: Promise<unknown>): void {
    this.#work.add(work);
    const forget = () => { this.#work.delete(work); };
    work.then(forget, forget);
  }

  /** When what is under way now has ended; what hangs is not waited for longer than the time limit. */
  async settled(timeoutMs: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => { timer = setTimeout(resolve, timeoutMs); });
    await Promise.race([Promise.allSettled(this.#work), late]);
    clearTimeout(timer);
  }
}
