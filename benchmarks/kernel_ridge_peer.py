"""Fits scikit-learn's KernelRidge to the first N images of MNIST and prints what it took, as JSON.

Usage: kernel_ridge_peer.py FOLDER N, with the four IDX files of MNIST in FOLDER, packed or not.
"""
import gzip
import json
import os
import resource
import sys
import time

import numpy as np
from sklearn.kernel_ridge import KernelRidge


def read(folder, name, header):
    path = os.path.join(folder, name)
    opened = open(path, "rb") if os.path.exists(path) else gzip.open(path + ".gz")
    with opened as file:
        return np.frombuffer(file.read(), np.uint8, offset=header)


folder, n = sys.argv[1], int(sys.argv[2])
x = read(folder, "train-images-idx3-ubyte", 16).reshape(-1, 784)[:n] / 255.0
y = np.eye(10)[read(folder, "train-labels-idx1-ubyte", 8)[:n]]
test = read(folder, "t10k-images-idx3-ubyte", 16).reshape(-1, 784) / 255.0
labels = read(folder, "t10k-labels-idx1-ubyte", 8)

start = time.perf_counter()
model = KernelRidge(kernel="rbf", gamma=0.02, alpha=0).fit(x, y)
fitted = time.perf_counter()
errors = int((model.predict(test).argmax(1) != labels).sum())
print(json.dumps({
    "testErrors": errors, "fitSeconds": fitted - start, "predictSeconds": time.perf_counter() - fitted,
    "peakBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
}))
