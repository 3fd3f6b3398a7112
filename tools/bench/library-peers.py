"""SciPy's and scikit-image's side of library-vs-peers.mjs: reads a plane of uint16 from standard input, then times the operation named by each line."""
import json
import sys
import time

import numpy as np
import scipy
import skimage
from scipy import ndimage as ndi
from skimage import exposure, feature, filters, measure, morphology, segmentation, transform

size = int(sys.argv[1])
image = np.frombuffer(sys.stdin.buffer.read(size * size * 2), dtype=np.uint16).reshape(size, size)
single = image.astype(np.float32)
mask = image > filters.threshold_otsu(image)
labels = measure.label(mask)
distances = ndi.distance_transform_edt(mask)
markers = np.zeros(image.shape, np.int32)
markers[tuple(feature.peak_local_max(distances, min_distance=5, exclude_border=False, labels=labels).T)] = 1
markers = np.cumsum(markers).reshape(markers.shape) * (markers > 0)

operations = {
    "gaussian": lambda: ndi.gaussian_filter(single, 2),
    "sobel": lambda: filters.sobel(single),
    "median": lambda: ndi.median_filter(image, 5),
    "percentileFilter": lambda: ndi.percentile_filter(image, 25, 9),
    "whiteTophat": lambda: ndi.white_tophat(image, footprint=morphology.disk(12)),
    "binaryOpening": lambda: ndi.binary_opening(mask, morphology.disk(3)),
    "binaryFillHoles": lambda: ndi.binary_fill_holes(mask),
    "thresholdOtsu": lambda: filters.threshold_otsu(image),
    "thresholdLocal": lambda: filters.threshold_local(image, 35),
    "equalizeAdapthist": lambda: exposure.equalize_adapthist(image),
    "label": lambda: measure.label(mask),
    "regionprops": lambda: measure.regionprops_table(labels, image, properties=["label", "area", "centroid", "mean_intensity"]),
    "distanceTransformEdt": lambda: ndi.distance_transform_edt(mask),
    "watershed": lambda: segmentation.watershed(-distances, markers, mask=mask),
    "rotate": lambda: ndi.rotate(single, 30, order=1),
    "resize": lambda: transform.resize(single, (size // 2, size // 2), order=1, anti_aliasing=True, preserve_range=True),
    "fft2": lambda: np.fft.fft2(single.astype(np.float64)),
}

print(json.dumps({"version": f"SciPy {scipy.__version__}, scikit-image {skimage.__version__}"}), flush=True)
for line in sys.stdin:
    run = operations[line.strip()]
    start = time.perf_counter()
    run()
    print(json.dumps({"ms": (time.perf_counter() - start) * 1000}), flush=True)
