#!/usr/bin/env python3
"""Saves vectors in a mounted store and asks for neighbours, with the standard library alone: query.py MOUNTPOINT"""
import json
import os
import struct
import sys

mount = sys.argv[1]
os.makedirs(os.path.join(mount, "points"), exist_ok=True)

# Text; the first .vec file says how many dimensions there are.
with open(os.path.join(mount, "points", "up.vec"), "w") as file:
    file.write("0 0 1\n")
# Or binary: .fvecs is a count and that many floats, little-endian, for each vector.
with open(os.path.join(mount, "points", "line.fvecs"), "wb") as file:
    for i in range(1, 6):
        file.write(struct.pack("<i3f", 3, i, 1, 0))

status = os.getxattr(os.path.join(mount, "points", "up.vec"), "user.vexfs.status")
print("up.vec is", status.decode())

# One handle, one question at a time: JSON goes in, JSON comes out.
with open(os.path.join(mount, ".vexfs", "search"), "r+b", buffering=0) as search:
    search.write(json.dumps({"collection": "/", "vector": [0, 0.1, 1], "k": 1}).encode())
    answer = json.loads(search.read(1 << 20))
for hit in answer["hits"]:
    print(hit["path"], round(hit["distance"], 3))

# A refused vector is an error of close(), and the bytes stay.
try:
    with open(os.path.join(mount, "points", "short.vec"), "w") as file:
        file.write("1 2\n")
except OSError as error:
    print("short.vec:", os.strerror(error.errno))
