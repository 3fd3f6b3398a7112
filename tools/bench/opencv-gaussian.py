"""OpenCV's Gaussian for gaussian-vs-opencv.mjs: reads a plane of float32 from standard input, then times one blur per line."""
import json
import sys
import time

import cv2
import numpy as np

size, ksize, sigma = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
cv2.setNumThreads(1)
cv2.ocl.setUseOpenCL(False)
image = np.frombuffer(sys.stdin.buffer.read(size * size * 4), dtype=np.float32).reshape(size, size)
blurred = np.empty_like(image)
print(json.dumps({"version": cv2.__version__}), flush=True)
for line in sys.stdin.buffer:
    start = time.perf_counter()
    cv2.GaussianBlur(image, (ksize, ksize), sigma, dst=blurred, borderType=cv2.BORDER_REFLECT_101)
    elapsed = (time.perf_counter() - start) * 1000
    probe = int(line)
    print(json.dumps({"ms": elapsed, "value": float(blurred.flat[probe])}), flush=True)
