"""CuPy's side of bench.mjs: times the operation that each line names, on 16 planes of float32 on the device."""
import json
import sys
import time

import cupy
import numpy as np
from cupyx.scipy import ndimage as ndi

size = int(sys.argv[1])
index = (np.arange(size * size, dtype=np.uint64) * 2654435761 % 2**32).astype(np.uint32)
plane = ((index >> 20) / 4096).astype(np.float32).reshape(size, size)
image = cupy.asarray(np.broadcast_to(plane, (16, size, size)).copy())
mask = image > 0.6
y, x = np.mgrid[-10:11, -10:11]
disk = cupy.asarray((y * y + x * x <= 100)[None])

operations = {
    "gaussian": lambda: ndi.gaussian_filter(image, (0, 2, 2)),
    "median": lambda: ndi.median_filter(image, size=(1, 5, 5)),
    "whiteTophat": lambda: ndi.white_tophat(image, footprint=disk),
    "label": lambda: ndi.label(mask)[0],
    "distance": lambda: ndi.distance_transform_edt(mask),
}

print(json.dumps({"version": cupy.__version__}), flush=True)
for line in sys.stdin:
    run = operations[line.strip()]
    samples = []
    for round in range(-2, 9):
        cupy.cuda.Device().synchronize()
        start = time.perf_counter()
        run()
        cupy.cuda.Device().synchronize()
        if round >= 0:
            samples.append((time.perf_counter() - start) * 1000)
    print(json.dumps({"ms": sorted(samples)[len(samples) // 2]}), flush=True)
