// Arithmetic of complex numbers whose real and imaginary parts are arrays of their own.
KERNEL multiply_parts(GLOBAL C *re, GLOBAL C *im, GLOBAL const C *by_re, GLOBAL const C *by_im, int n, int inner, int size) {
  const i64 i = global_x();
  if (i >= size) return;
  const int k = (int)i / inner % n;
  const C a = re[i], b = im[i], c = by_re[k], d = by_im[k];
  re[i] = a * c - b * d;
  im[i] = a * d + b * c;
}

KERNEL scale_parts(GLOBAL C *re, GLOBAL C *im, C factor, int size) {
  const i64 i = global_x();
  if (i >= size) return;
  re[i] *= factor;
  im[i] *= factor;
}

KERNEL magnitudes(GLOBAL const C *re, GLOBAL const C *im, GLOBAL C *out, int size) {
  const i64 i = global_x();
  if (i < size) out[i] = hypot(re[i], im[i]);
}

// Lines of n elements as longer ones: multiplied by a chirp, zeros behind.
KERNEL chirp_in(GLOBAL const C *re, GLOBAL const C *im, GLOBAL const C *chirp, GLOBAL C *re_out, GLOBAL C *im_out, int n, int padded, int inner, int size) {
  const i64 i = global_x();
  if (i >= size) return;
  const int lane = (int)i % inner;
  const int p = (int)i / inner % padded;
  const int line = (int)i / inner / padded;
  C x = 0, y = 0;
  if (p < n) {
    const int from = (line * n + p) * inner + lane;
    const C a = re[from], b = im[from], c = chirp[p], d = chirp[n + p];
    x = a * c - b * d;
    y = a * d + b * c;
  }
  re_out[i] = x;
  im_out[i] = y;
}

// The first n elements of longer lines, multiplied by a chirp and a factor.
KERNEL chirp_out(GLOBAL const C *re, GLOBAL const C *im, GLOBAL const C *chirp, GLOBAL C *re_out, GLOBAL C *im_out, int n, int padded, int inner, C factor, int size) {
  const i64 i = global_x();
  if (i >= size) return;
  const int lane = (int)i % inner;
  const int p = (int)i / inner % n;
  const int from = ((int)i / inner / n * padded + p) * inner + lane;
  const C a = re[from] * factor, b = im[from] * factor, c = chirp[p], d = chirp[n + p];
  re_out[i] = a * c - b * d;
  im_out[i] = a * d + b * c;
}
