"""Decodes image files with tifffile, Pillow and NumPy and prints what they see as JSON, one object for each argument."""
import hashlib
import json
import sys

import numpy
import tifffile
from PIL import Image


def describe(path):
    more = {}
    if path.endswith('.npy'):
        array = numpy.load(path)
    elif path.endswith('.png'):
        with Image.open(path) as image:
            array = numpy.asarray(image.convert('L')) > 0 if image.mode == '1' else numpy.asarray(image)
            if image.mode.startswith('I'):
                array = array.astype(numpy.uint16)
            more['dpi'] = [float(v) for v in image.info.get('dpi', ())]
    else:
        with tifffile.TiffFile(path) as tif:
            series = tif.series[0]
            array = series.asarray()
            more = dict(axes=series.axes, kind=series.kind, bigtiff=tif.is_bigtiff, resolution=tif.pages[0].resolution)
            if tif.ome_metadata:
                more['ome'] = tif.ome_metadata
    array = numpy.ascontiguousarray(array)
    return dict(dtype=str(array.dtype), shape=list(array.shape), sha256=hashlib.sha256(array.tobytes()).hexdigest(), **more)


print(json.dumps([describe(path) for path in sys.argv[1:]]))
