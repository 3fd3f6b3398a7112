// One pass of Stockham's transform, which sorts itself: RADIX elements of a line that lie n / RADIX apart are turned and combined, and written
// where the next pass finds them. `done` is the product of the radices before (Govindaraju et al. 2008). Elements of a line are `inner`
// apart; `roots` holds cosines, then sines, of -2 pi k / n.
DEVICE void combine_4(C *a, C *b, C *c, C *d) { // Each points at a real and an imaginary part.
  const C sr = a[0] + c[0], si = a[1] + c[1], dr = a[0] - c[0], di = a[1] - c[1];
  const C tr = b[0] + d[0], ti = b[1] + d[1], ur = b[0] - d[0], ui = b[1] - d[1];
  a[0] = sr + tr; a[1] = si + ti;
  c[0] = sr - tr; c[1] = si - ti;
  b[0] = dr + ui; b[1] = di - ur;
  d[0] = dr - ui; d[1] = di + ur;
}

KERNEL fourier_pass(GLOBAL const C *re, GLOBAL const C *im, GLOBAL C *re_out, GLOBAL C *im_out, GLOBAL const C *roots, int n, int done, int inner, int count) {
  const i64 item = global_x();
  if (item >= count) return;
  const int i = (int)item;
  const int lane = i % inner;
  const int steps = n / RADIX;
  const int j = i / inner % steps;
  const int line = i / inner / steps * n * inner + lane;
  const int phase = j % done;
  const int turn = phase * (steps / done);
  C v[RADIX][2];
  for (int k = 0; k < RADIX; k++) {
    const int from = line + (j + k * steps) * inner;
    const C x = re[from], y = im[from];
    const C c = roots[k * turn], d = roots[n + k * turn];
    v[k][0] = k == 0 ? x : x * c - y * d;
    v[k][1] = k == 0 ? y : x * d + y * c;
  }
  const int to = line + ((j - phase) * RADIX + phase) * inner;
  const int apart = done * inner;
#if RADIX == 2
  re_out[to] = v[0][0] + v[1][0];
  im_out[to] = v[0][1] + v[1][1];
  re_out[to + apart] = v[0][0] - v[1][0];
  im_out[to + apart] = v[0][1] - v[1][1];
#elif RADIX == 4
  combine_4(v[0], v[1], v[2], v[3]);
  for (int k = 0; k < 4; k++) {
    re_out[to + k * apart] = v[k][0];
    im_out[to + k * apart] = v[k][1];
  }
#elif RADIX == 8
  combine_4(v[0], v[2], v[4], v[6]);
  combine_4(v[1], v[3], v[5], v[7]);
  for (int k = 0; k < 4; k++) {
    const C c = roots[k * (n / 8)], d = roots[n + k * (n / 8)];
    const C x = v[2 * k + 1][0] * c - v[2 * k + 1][1] * d, y = v[2 * k + 1][0] * d + v[2 * k + 1][1] * c;
    re_out[to + k * apart] = v[2 * k][0] + x;
    im_out[to + k * apart] = v[2 * k][1] + y;
    re_out[to + (k + 4) * apart] = v[2 * k][0] - x;
    im_out[to + (k + 4) * apart] = v[2 * k][1] - y;
  }
#else
  for (int k = 0; k < RADIX; k++) {
    C x = v[0][0], y = v[0][1];
    for (int m = 1; m < RADIX; m++) {
      const C c = roots[k * m % RADIX * steps], d = roots[n + k * m % RADIX * steps];
      x += v[m][0] * c - v[m][1] * d;
      y += v[m][0] * d + v[m][1] * c;
    }
    re_out[to + k * apart] = x;
    im_out[to + k * apart] = y;
  }
#endif
}
