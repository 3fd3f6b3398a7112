import type { GetOptions } from "zarrita";

type ChunkQueue = ReturnType<NonNullable<GetOptions["createQueue"]>>;

/** Chunks in work at once: decompression has four threads. */
const width = 4;

/** Works on a few chunks at once, where zarrita's own queue begins with all; after a failure it begins no more. */
export function chunkQueue(): ChunkQueue {
  const tasks: (() => Promise<void>)[] = [];
  let next = 0;
  const work = async () => {
    while (next < tasks.length) {
      try {
        await (tasks[next++] as () => Promise<void>)();
      } catch (error) {
        next = tasks.length;
        throw error;
      }
    }
  };
  return {
    add: (task) => void tasks.push(task),
    onIdle: async () => {
      const ends = await Promise.allSettled(Array.from({ length: width }, work));
      const failed = ends.find((end) => end.status === "rejected");
      if (failed !== undefined) throw failed.reason;
      return [];
    },
  };
}
