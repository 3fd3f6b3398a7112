/** Why code that nobody vouches for runs no kernels of its own, and what helps. */
export function rawKernelRefusal(memoryType: string): string {
  return `${memoryType}.kernel needs trust, for a raw kernel can write to any memory of the program: sign the source, or let the host vouch for it, so that it runs in the host's own process. elementwise("y = x > t ? x : 0") needs none.`;
}
