/** Complex transforms of lines whose length is a power of two, from 2 on, in place. */
declare module "fourier-transform" {
  export function cfft(re: Float64Array, im: Float64Array): void;
  /** Divides by the length. */
  export function cifft(re: Float64Array, im: Float64Array): void;
}
