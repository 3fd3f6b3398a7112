/** How NVRTC compiles the kernels: no multiplication and addition is merged unless a kernel says fma, so that sums are rounded as the references round them. */
export const buildOptions: readonly string[] = ["--std=c++17", "--fmad=false"];
