const mib = 2 ** 20;

/** What every WebGPU device binds at once, in MiB, and the most that arrays have. */
const [least, most] = [128, 4096];

/** Facts of a device that binds no more than so many bytes of an array at once: what larger ones would need, and it has not. */
export function lackingBindings(bytes: number): Readonly<Record<string, false>> {
  const lacking: Record<string, false> = {};
  for (let size = most; size > least && size * mib > bytes; size /= 2) lacking[factOf(size)] = false;
  return lacking;
}

/** The fact that a kernel needs which has so many bytes of an array bound at once. */
export function neededBinding(bytes: number): readonly string[] {
  if (bytes <= least * mib) return [];
  return [factOf(2 ** Math.ceil(Math.log2(bytes / mib)))];
}

function factOf(size: number): string {
  return `bindings of ${size} MiB`;
}
