#!/usr/bin/env bash
# Saves vectors in a mounted store and asks for neighbours, by ordinary commands: query.sh MOUNTPOINT
set -euo pipefail
cd -- "$1"

mkdir -p animals
echo '0.9 0.1 0.0' > animals/cat.vec
echo '0.8 0.3 0.0' > animals/dog.vec
echo '0.1 0.2 0.9' > animals/duck.vec

# A search is a directory: its entries are links to what was found, nearest first.
ls animals/.search/like=cat.vec,k=2/

# Or a file: lines of keys go in, lines of rank, distance and path come out.
printf 'vector: 1 0 0\nk: 1\n' > animals/nearest.search
cut -f 1,3 animals/nearest.search.results

# What follows a file follows its vector.
mv animals/duck.vec animals/mallard.vec
printf 'vector: 0 0 1\nk: 1\n' > animals/bird.search
cut -f 1,3 animals/bird.search.results
