// Entry of a thread that ends a scanning process whose host has ended: a function that holds the main thread would hear of it never.
import { workerData } from "node:worker_threads";

const host = workerData as number;

setInterval(() => {
  if (process.ppid !== host || !isRunning(host)) process.kill(process.pid, "SIGKILL");
}, 1000);

/** Windows gives the parent's number for good. */
function isRunning(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
