/** A node of the transfer graph: a memory type on a device. */
export interface Place {
  readonly memoryType: string;
  readonly device: number;
}

/** The host: memory type `ndarray`. */
export const hostPlace: Place = { memoryType: "ndarray", device: 0 };

/** `ndarray`, `opencl`, `opencl:1`; device 0 goes without saying. */
export function formatPlace({ memoryType, device }: Place): string {
  return device === 0 ? memoryType : `${memoryType}:${device}`;
}
