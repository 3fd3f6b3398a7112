/**
 * How an image function sees a stack of planes (first axis Z or C).
 *
 * `pure3d`: called with the stack as it is. `pure2d`: called with every plane, results stacked. `flexible`: the call's
 * `sliceBySlice` chooses between the two. `volumetricToSlice`: called with the stack, a plane that comes back is wrapped to 3D.
 */
export type ProcessingContract = "pure3d" | "pure2d" | "flexible" | "volumetricToSlice";

export const processingContracts: readonly ProcessingContract[] = ["pure3d", "pure2d", "flexible", "volumetricToSlice"];
