import type { Launcher } from "./pool/launcher.js";

/** One thing that user code cannot do, or can. */
export interface Guarantee {
  readonly name: "files" | "network" | "processes" | "environment" | "memory" | "time" | "arrays of other calls" | "dynamic code" | "this process";
  readonly holds: boolean;
  readonly how: string;
}

/** What isolation means on this machine. */
export interface IsolationReport {
  /** `full`: every guarantee holds; `process`: a process of its own, with what Node alone can refuse; `none`: a thread of this process. */
  readonly level: "full" | "process" | "none";
  readonly guarantees: readonly Guarantee[];
  /** Why it is not `full`, and what would help. */
  readonly reason?: string;
  readonly remedy?: string;
}

type Row = readonly [name: Guarantee["name"], holds: boolean, how: string];

const realm: readonly Row[] = [
  ["dynamic code", true, "A realm of its own in which no code can be made from strings, without import() and with constant built-in objects."],
];

const ways: Readonly<Record<Launcher["way"], { readonly level: IsolationReport["level"]; readonly rows: readonly Row[] }>> = {
  hardened: {
    level: "full",
    rows: [
      ["files", true, "No system call that takes a path is allowed (seccomp), and Node's permission flag allows none but the guest's own files."],
      ["network", true, "No system call that makes a socket is allowed (seccomp)."],
      ["processes", true, "No system call that starts, signals or traces another process is allowed (seccomp)."],
      ["environment", true, "Children start with an empty environment."],
      ["memory", true, "The heap is limited by V8, everything private by the kernel (RLIMIT_DATA, set from outside), arrays by the host, which makes them all."],
      ["time", true, "The process is killed when its time is out, whatever it does."],
      ["arrays of other calls", true, "Each array lies in a segment of its own, passed by descriptor, and taken from the code before it runs again after its call."],
      ["this process", true, "A process of its own, which dies with this one. Whatever it sends is checked."],
      ...realm,
    ],
  },
  portable: {
    level: "process",
    rows: [
      ["files", true, "Node's permission flag allows none but the guest's own files; nothing stops code that breaks out of Node."],
      ["network", false, "Nothing but the realm keeps code from the network."],
      ["processes", false, "Node's permission flag refuses to start processes; nothing but the realm keeps code from signalling them."],
      ["environment", true, "Children start with an empty environment."],
      ["memory", false, "V8 limits the heap; array buffers outside of it are not limited."],
      ["time", true, "The process is killed when its time is out, whatever it does."],
      ["arrays of other calls", true, "Arrays are copied into the process and out of it."],
      ["this process", true, "A process of its own. Whatever it sends is checked."],
      ...realm,
    ],
  },
  worker: {
    level: "none",
    rows: [
      ["files", false, "Nothing but the realm keeps code from files."],
      ["network", false, "Nothing but the realm keeps code from the network."],
      ["processes", false, "Nothing but the realm keeps code from other processes."],
      ["environment", true, "Threads start with an empty environment."],
      ["memory", false, "V8 limits the heap; array buffers outside of it are not limited, and some ways to exhaust memory end the whole process."],
      ["time", true, "The thread is terminated when its time is out."],
      ["arrays of other calls", true, "Arrays are copied into the thread and out of it."],
      ["this process", false, "A thread of this process, which it can bring down."],
      ...realm,
    ],
  },
};

export function reportOf({ way, lacks }: Launcher): IsolationReport {
  const { level, rows } = ways[way];
  return Object.freeze({ level, guarantees: Object.freeze(rows.map(([name, holds, how]) => Object.freeze({ name, holds, how }))), ...lacks });
}
