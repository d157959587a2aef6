"""TF-IDF over groups of letters, cosine of the nearest: scikit-learn's vectors, sparse_dot_topn's product."""

import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sparse_dot_topn import sp_matmul_topn

from benchmarks.identity.peers import names as given
from benchmarks.identity.peers.command import Peer, main

SETTINGS = {
    "3-grams": {"analyzer": "char_wb", "ngram_range": (3, 3)},
    "2 to 4-grams": {"analyzer": "char_wb", "ngram_range": (2, 4), "sublinear_tf": True},
    "words and 3-grams": {"analyzer": "words"},
}
#: Names that are asked at once, and the least cosine.
CHUNK, LEAST = 2_000, 0.35


def words_and_letters(core: str) -> list[str]:
    """The words of a name, pairs of words, and groups of three letters over the whole of it."""
    words = core.split()
    joined = "".join(words)
    pairs = [f"{a}_{b}" for a, b in pairwise(words)]
    return [f"={word}" for word in words] + pairs + [joined[n : n + 3] for n in range(len(joined) - 2)]


def run(peer: Peer, register: Path, names: Path, out: Path) -> None:
    """Answer each name with the companies of the greatest cosine."""
    started = time.monotonic()
    entries = list(given.entries(register))
    values = dict(peer.values)
    how = values.pop("analyzer")
    vectors = TfidfVectorizer(
        analyzer=words_and_letters if how == "words" else how, lowercase=False, dtype=np.float32, **values
    )
    known = vectors.fit_transform([entry.core for entry in entries]).T.tocsr()
    indexed = time.monotonic()
    asked = given.asked(names, peer.sample)
    found = {one.line: [] for one in asked}
    by_line = {one.line: one for one in asked}
    readings = given.readings(asked)
    for line, place, cosine in nearest(vectors, known, readings, max(20, 2 * peer.first), peer.cores):
        score = cosine + given.bonus(by_line[line], entries[place])
        found[line].append((entries[place].number, score))
    given.write(
        out,
        found.items(),
        names=len(found),
        first_of=peer.first,
        margin=peer.margin,
        index=indexed - started,
        match=time.monotonic() - indexed,
    )


def nearest(vectors, known, readings, top: int, cores: int) -> Iterator[tuple[int, int, float]]:  # type: ignore[no-untyped-def]
    """Line, place of the entry and cosine of the `top` nearest entries of each reading."""
    for start in range(0, len(readings), CHUNK):
        chunk = readings[start : start + CHUNK]
        rows = vectors.transform([core for _, core in chunk])
        near = sp_matmul_topn(rows, known, top_n=top, threshold=LEAST, n_threads=cores)
        for n, (line, _) in enumerate(chunk):
            begin, end = near.indptr[n], near.indptr[n + 1]
            for place, cosine in zip(near.indices[begin:end], near.data[begin:end], strict=True):
                yield line, int(place), float(cosine)


if __name__ == "__main__":
    main(run, SETTINGS)
