"""Pillow doing what `-- pictures` does: decode, crop the same boxes, resize to 299 x 299 and convert to an array of bytes.

python3 benchmarks/pictures.py FOLDER, where FOLDER holds *.jpg and boxes.txt: a line of left, top, width and height for each picture in
order of their names, first of all training boxes, then of the central ones."""

import glob
import io
import sys
import time

from PIL import Image

ROUNDS = 5
SIZE = (299, 299)


def crops(files, boxes, direct):
    for content, (left, top, width, height) in zip(files, boxes):
        picture = Image.open(io.BytesIO(content)).convert("RGB")
        box = (left, top, left + width, top + height)
        if direct:
            # Linear between the four nearest pixels, as TensorFlow resizes.
            picture.transform(SIZE, Image.EXTENT, box, Image.BILINEAR).tobytes()
        else:
            # Pillow's own, which smooths where it shrinks.
            picture.resize(SIZE, Image.BILINEAR, box).tobytes()


def rate(files, boxes, direct):
    best = float("inf")
    crops(files, boxes, direct)
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        crops(files, boxes, direct)
        best = min(best, time.perf_counter() - begin)
    return len(files) / best


files = [open(name, "rb").read() for name in sorted(glob.glob(sys.argv[1] + "/*.jpg"))]
lines = [tuple(map(int, line.split())) for line in open(sys.argv[1] + "/boxes.txt")]
training, central = lines[: len(files)], lines[len(files) :]
for name, boxes in (("training", training), ("evaluation", central)):
    print(name, *("%.1f" % rate(files, boxes, direct) for direct in (False, True)))
