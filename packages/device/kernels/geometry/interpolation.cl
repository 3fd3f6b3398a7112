// How interpolation goes on beyond an image, and the weights of its splines, as the reference has them.
DEVICE C periodic(int mode, C at, int extent) {
  if (mode == WRAP) {
    const C period = (C)(extent - 1);
    return at < 0 ? at + period * (trunc(-at / period) + 1) : at - period * trunc(at / period);
  }
  if (mode == GRID_WRAP) return at < 0 ? at + (C)extent * (trunc((-1 - at) / (C)extent) + 1) : at - (C)extent * trunc(at / (C)extent);
  if (mode == MIRROR) {
    const C period = (C)(2 * extent - 2);
    if (at < 0) {
      const C near = at + period * trunc(-at / period);
      return near <= (C)(1 - extent) ? near + period : -near;
    }
    const C near = at - period * trunc(at / period);
    return near >= (C)extent ? period - near : near;
  }
  const C period = (C)(2 * extent);
  if (at < 0) {
    const C near = at < -period ? at + period * trunc(-at / period) : at;
    return near < (C)-extent ? near + period : (near > -(C)1e-15 ? (C)1e-15 : -near) - 1;
  }
  const C near = at - period * trunc(at / period);
  return near >= (C)extent ? period - near - 1 : near;
}

// The point that a coordinate stands for; 0 where it is cval.
DEVICE int locate(int mode, C at, int extent, C *point) {
  *point = at;
  if (at >= 0 && at <= (C)(extent - 1)) return 1;
  if (at != at || mode == CONSTANT) return 0;
  if (mode != GRID_CONSTANT && mode != NEAREST) *point = extent <= 1 ? (C)0 : periodic(mode, at, extent);
  return *point == *point;
}

DEVICE C basis(C d, int k, C x) {
#if ORDER == 2
  return k == 1 ? (C)0.75f - x * x : (C)0.5f * ((C)0.5f - x) * ((C)0.5f - x);
#elif ORDER == 3
  return d < 1 ? (d * d * (d - 2) * 3 + 4) / 6 : ((2 - d) * (2 - d) * (2 - d)) / 6;
#elif ORDER == 4
  if (d <= (C)0.5f) return d * d * (d * d * (C)0.25f - (C)0.625f) + (C)115 / (C)192;
  if (d <= (C)1.5f) return d * (d * (d * (5 - d) / 6 - (C)1.25f) + (C)5 / (C)24) + (C)55 / (C)96;
  const C rest = ((C)2.5f - d) * ((C)2.5f - d);
  return (rest * rest) / 24;
#else
  if (d < 1) return d * d * (d * d * ((C)0.25f - d / 12) - (C)0.5f) + (C)55 / (C)100;
  if (d < 2) return d * (d * (d * (d * (d / 24 - (C)0.375f) + (C)1.25f) - (C)1.75f) + (C)0.625f) + (C)425 / (C)1000;
  const C rest = (3 - d) * (3 - d);
  return ((3 - d) * rest * rest) / 120;
#endif
}

// Weights of the ORDER + 1 pixels around a point that is `x` from the middle one.
DEVICE void spline_weights(C x, C *weights) {
#if ORDER == 0
  weights[0] = 1;
#elif ORDER == 1
  weights[0] = 1 - x;
  weights[1] = 1 - (1 - x);
#else
  C rest = 1;
  for (int k = 0; k < ORDER; k++) {
    weights[k] = basis(fabs(x + (C)(ORDER / 2) - (C)k), k, x);
    rest -= weights[k];
  }
  weights[ORDER] = rest;
#endif
}

// Pixels and weights around a coordinate along one axis; 0 where it is cval.
DEVICE int taps_at(int mode, C at, int extent, int *pixels, C *weights) {
  C point;
  if (!locate(mode, at, extent, &point)) return 0;
  const C middle = floor(ORDER % 2 == 1 ? point : point + (C)0.5f);
  // Far points of the modes that do not bring them back read what lies at the border; an int holds them then too.
  const C near = middle < (C)-1e9f ? (C)-1e9f : middle > (C)1e9f ? (C)1e9f : middle;
  const int start = (int)near - ORDER / 2;
  for (int k = 0; k <= ORDER; k++) pixels[k] = pixel_in(mode, start + k, extent);
  spline_weights(point - middle, weights);
  return 1;
}
