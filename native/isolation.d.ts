import type { LoadFailure } from "./index.js";

/** A file descriptor of this process. */
export type Descriptor = number;

/**
 * What an operation of this addon throws: an Error whose `code` is the errno's name ("ENOMEM", "EAGAIN", …) and `syscall` what failed.
 *
 * An argument that is not as it must be is a TypeError of code "EINVAL", with the operation's own name as its `syscall`.
 */
export interface SystemCallError extends Error {
  readonly code: string;
  readonly syscall: string;
}

/** What this build and this kernel can hold user code to; each is tried, not guessed. A hardened process can do none of it any more. */
export interface IsolationFacts {
  readonly platform: string;
  readonly arch: string;
  /** Sealed memory segments that are passed by descriptor (memfd and SCM_RIGHTS). */
  readonly segments: boolean;
  /** An allow list of system calls for this architecture. */
  readonly systemCallFilter: boolean;
  /** Limits that are set on another process (prlimit). */
  readonly limits: boolean;
}

/** Soft limits, at most the hard ones; what is not given stays as it is. They can be raised again later, but for `cpuSeconds`. */
export interface ProcessLimits {
  /**
   * Heap, ArrayBuffers and everything else that is private and writable (RLIMIT_DATA). Shared segments do not count, and private mappings
   * do from their first write on, in full, though few pages of theirs were copied. So does what Node reserves: when fresh, 80 MB (20) or 580 MB (24),
   * which is to be read from `VmData` in /proc/<pid>/status and added.
   */
  readonly dataBytes?: number | undefined;
  /** Processor time of the process's whole life, after which it is killed. Can only be lowered. */
  readonly cpuSeconds?: number | undefined;
  /** Descriptors, received ones too: what has no room breaks the connection, see {@link IsolationAddon.receive}. */
  readonly openFiles?: number | undefined;
  /** The largest file that may be written; 0 for none. */
  readonly fileBytes?: number | undefined;
  readonly coreBytes?: number | undefined;
}

export interface Received {
  /** Bytes written to the buffer; 0 when the other side has closed. */
  readonly bytes: number;
  /** In the order in which they were sent, and never later than the bytes they were sent with: bytes sent before those may come along. */
  readonly descriptors: readonly Descriptor[];
}

/** System calls that isolating a process takes. All throw {@link SystemCallError}; a platform that lacks one throws with code "ENOSYS". */
export interface IsolationAddon {
  facts(): IsolationFacts;

  /**
   * An anonymous segment of shared memory of at least one byte, zeroed, close-on-exec, sealed against shrinking and growing, so that a
   * mapping never reaches beyond it. Pages take memory when they are first touched.
   */
  createSegment(bytes: number): Descriptor;
  /**
   * Another descriptor of a segment, for reading alone. Who receives it can map the segment privately; mapping it shared, or writing to
   * it, is refused by the kernel. Not in a hardened process.
   */
  reopenForReading(descriptor: Descriptor): Descriptor;
  /**
   * Maps a segment for reading and writing; all that map it see the writes. `populate` maps its pages at once instead of one by one when
   * touched, and throws ENOMEM where there is no memory for them.
   *
   * Throws EINVAL for what is no segment, EOVERFLOW for one of fewer bytes, or for more bytes than a buffer of this Node holds (20: 4 GiB).
   */
  mapShared(descriptor: Descriptor, bytes: number, options?: { readonly populate?: boolean | undefined }): ArrayBuffer;
  /**
   * Maps a segment copy-on-write: writes stay in this mapping. `populate` maps its pages for reading at once, without copying any. Throws as
   * {@link mapShared}.
   *
   * The mapping is readable alone until its first write, which is seen by its fault and makes all of it writable. Where no memory is left
   * for that, the process says so to its standard error and ends by SIGSEGV. From the first such mapping on nobody else is to handle
   * SIGSEGV; who did before still gets every other fault. A system call of Node's own that would be the first to write (reading a file
   * into the buffer, say) fails with EFAULT; those of this addon do not.
   */
  mapPrivate(descriptor: Descriptor, bytes: number, options?: { readonly populate?: boolean | undefined }): ArrayBuffer;
  /**
   * Takes the segment away from under a buffer made by this addon: every view of it reads zeros from now on, and what is written to them
   * stays in this process and goes with the buffer, which the garbage collector unmaps as any other. Not by detaching the buffer, for from the
   * first detached one on V8 compiles every loop over any typed array of the process with a check for each element.
   *
   * The zeros count as private memory at once; `watched` lets them count from the first write on, as private mappings do.
   * Throws EINVAL for a revoked buffer, and for a detached one: whoever took its pages by `transfer()` has them still, so that the segment
   * is not to be used again.
   */
  revoke(buffer: ArrayBuffer, options?: { readonly watched?: boolean | undefined }): void;
  /**
   * Puts another segment under a buffer of {@link mapPrivate}, revoked or not, as if it had been mapped there. A new buffer of 64 MiB makes V8
   * collect garbage; this one is none. Throws as {@link mapPrivate}, and EINVAL for a shared mapping or a detached buffer.
   */
  remap(buffer: ArrayBuffer, descriptor: Descriptor, options?: { readonly populate?: boolean | undefined }): void;
  /**
   * Revokes a buffer over a shared mapping, and gives another over the same pages, which stay warm. Throws EINVAL as {@link revoke}, for a
   * private mapping, and before Linux 5.13.
   */
  renew(buffer: ArrayBuffer): ArrayBuffer;
  /**
   * Whether a private mapping was ever written to since it was mapped or {@link pristine}, and so may differ from its segment. Always true
   * where writes cannot be watched: beyond 4096 private mappings at once, or 512 GiB in one.
   */
  isWritten(buffer: ArrayBuffer): boolean;
  /** Makes a private mapping equal to its segment again, and not written to, by dropping the pages that were copied. Costs nothing where there are none. */
  pristine(buffer: ArrayBuffer): void;
  /** Begins to watch a buffer without keeping it; see {@link isAlive}. */
  watch(buffer: ArrayBuffer): number;
  /**
   * Whether a watched buffer has not been garbage-collected yet, answered within one job, where a WeakRef does not change its answer. False
   * ends the watch. It says nothing of the pages, which outlive the buffer until the event loop turns.
   */
  isAlive(watch: number): boolean;
  /** A watched buffer, which it keeps no longer than the caller does; undefined where it was garbage-collected. */
  watched(watch: number): ArrayBuffer | undefined;
  /** Ends a watch; one that has ended stays so. */
  unwatch(watch: number): void;
  /** Whether a private mapping still equals the segment that it maps; reads both, copies nothing. */
  equalsSegment(buffer: ArrayBuffer, descriptor: Descriptor): boolean;
  /**
   * Zeroes a segment off the JavaScript thread, which gives it all its pages. The descriptor may be closed meanwhile. Needs a thread of
   * libuv's pool, which a hardened process cannot make.
   */
  zero(descriptor: Descriptor): Promise<void>;
  close(descriptor: Descriptor): void;

  /** Two connected Unix stream sockets, close-on-exec. */
  socketPair(): readonly [Descriptor, Descriptor];
  /**
   * Sends bytes from `offset` on, and descriptors (at most 253) with the first of them; returns how many bytes were taken, fewer than given
   * or 0 (nothing sent, no descriptors either) where the other side does not read. Throws EPIPE where it has closed.
   *
   * Does not wait unless `timeoutMs` says how long to wait, blocking the thread, until the socket takes at least one byte; Infinity for ever.
   */
  send(socket: Descriptor, bytes: Uint8Array, offset: number, descriptors: readonly Descriptor[], timeoutMs?: number): number;
  /**
   * Waits for bytes, and for the descriptors that came with them (close-on-exec). Blocks the thread; `timeoutMs` 0 does not wait;
   * undefined is returned where nothing came.
   *
   * Throws EMFILE where descriptors came that this process has no room for: they and the bytes are lost, so the connection is of no use.
   */
  receive(socket: Descriptor, buffer: Uint8Array, timeoutMs?: number): Received | undefined;

  /**
   * Marks every descriptor of this process but the standard streams close-on-exec, so that programs that are started from now on get those
   * alone that they are given. Node does so for those it opens; a library, or whatever started this process, may not have.
   */
  withholdDescriptors(): void;
  /** Sets limits of a running child of this process from outside. Throws ECHILD where it has ended, or is no child of this process. */
  setLimits(processId: number, limits: ProcessLimits): void;
  /**
   * Locks this process down for good, all its threads: it dies with its parent (the parent's *thread* that started it), is not dumpable
   * nor traceable, gains no privileges, and may make no system calls but those that computing, and reading and writing open descriptors
   * take. All others fail with EPERM. Executable memory stays allowed, which compiling JavaScript takes.
   *
   * What needs a file, a thread or a watched descriptor comes before: loading modules, touching `process.stdout` and `process.stderr`,
   * the first use of the local time zone. Let the event loop turn once before (`await` a setImmediate), and watch no further
   * descriptors: libuv on Node 24 does both by io_uring, and ends the process where that is refused. For the same reason leave by
   * {@link exit}. Where it throws, the process is to end.
   *
   * Throws EBADF where a descriptor is open by which the process would reach anything: a file, a device, a socket other than descriptor 3,
   * a ring that the kernel works off unasked (UV_USE_IO_URING). The standard streams are let be. See {@link withholdDescriptors}.
   *
   * @param parentId the process that should be the parent: where it is another one already, the parent has died, and this throws ESRCH
   */
  harden(parentId: number): void;
  /** Ends the process at once, without Node's own teardown, which makes calls that a hardened process may not. What it wrote to pipes and sockets stays. */
  exit(code: number): never;
}

/** Loads the addon, or says why it cannot. Never throws. `path` is the binary's, which a child is to load too. */
export function loadIsolation(options?: { readonly folder?: string }): { readonly addon: IsolationAddon; readonly path: string } | LoadFailure;
