"""Decodes image files with tifffile, Pillow, zarr-python 2 and NumPy and prints what they see as JSON, one object for each argument."""
import gzip
import hashlib
import itertools
import json
import os
import sys

import numpy
import tifffile
from PIL import Image


def sha256(array):
    return hashlib.sha256(numpy.ascontiguousarray(array).tobytes()).hexdigest()


def zarr_3(path):
    """An array of Zarr 3 as our writer makes them, after the specification: bytes, perhaps in gzip."""
    with open(os.path.join(path, 'zarr.json'), encoding='utf-8') as file:
        meta = json.load(file)
    assert meta['zarr_format'] == 3 and meta['node_type'] == 'array', meta
    chunks, names = meta['chunk_grid']['configuration']['chunk_shape'], [codec['name'] for codec in meta['codecs']]
    assert names in (['bytes'], ['bytes', 'gzip']), names
    array = numpy.full(meta['shape'], meta['fill_value'], numpy.dtype(meta['data_type']).newbyteorder('<'))
    for index in itertools.product(*(range(-(-extent // chunk)) for extent, chunk in zip(array.shape, chunks))):
        with open(os.path.join(path, 'c', *map(str, index)), 'rb') as file:
            stored = file.read()
        part = numpy.frombuffer(gzip.decompress(stored) if 'gzip' in names else stored, array.dtype).reshape(chunks)
        place = tuple(slice(i * chunk, (i + 1) * chunk) for i, chunk in zip(index, chunks))
        array[place] = part[tuple(slice(extent) for extent in array[place].shape)]
    return array.astype(meta['data_type'])


def zarr_image(path):
    """The first resolution of an OME-Zarr image, the others and all attributes."""
    is_3 = os.path.exists(os.path.join(path, 'zarr.json'))
    if is_3:
        with open(os.path.join(path, 'zarr.json'), encoding='utf-8') as file:
            attributes = json.load(file)['attributes']['ome']
        levels = [zarr_3(os.path.join(path, level['path'])) for level in attributes['multiscales'][0]['datasets']]
    else:
        import zarr
        group = zarr.open_group(path, mode='r')
        attributes = dict(group.attrs)
        levels = [group[level['path']][...] for level in attributes['multiscales'][0]['datasets']]
    return levels[0], dict(attributes=attributes, levels=[dict(shape=list(level.shape), sha256=sha256(level)) for level in levels])


def describe(path):
    more = {}
    if path.endswith('.zarr'):
        array, more = zarr_image(path)
    elif path.endswith('.npy'):
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
            more = dict(axes=series.axes, kind=series.kind, bigtiff=tif.is_bigtiff, resolution=tif.pages[0].resolution,
                        tile=list(tif.pages[0].tile or ()), levels=[dict(shape=list(level.shape), sha256=sha256(level.asarray())) for level in series.levels])
            if tif.ome_metadata:
                more['ome'] = tif.ome_metadata
    array = numpy.ascontiguousarray(array)
    return dict(dtype=str(array.dtype), shape=list(array.shape), sha256=sha256(array), **more)


print(json.dumps([describe(path) for path in sys.argv[1:]]))
