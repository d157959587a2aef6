"""Single Arrow values made without `pa.scalar`, which imports pandas: longer than most ledgers take to read."""

import numpy
import pyarrow as pa


def text(value: str) -> pa.Scalar:
    """A text."""
    data = value.encode()
    ends = pa.py_buffer(numpy.array([0, len(data)], dtype="int32"))
    return pa.Array.from_buffers(pa.string(), 1, [None, ends, pa.py_buffer(data)])[0]


def null(kind: pa.DataType) -> pa.Scalar:
    """A null of a type."""
    return pa.nulls(1, kind)[0]


def column_of(values: numpy.ndarray) -> pa.Array:
    """A numpy array of int64 or bool as Arrow."""
    if values.dtype == bool:
        bits = pa.py_buffer(numpy.packbits(values, bitorder="little").tobytes())
        return pa.Array.from_buffers(pa.bool_(), len(values), [None, bits])
    return pa.Array.from_buffers(pa.int64(), len(values), [None, pa.py_buffer(values.astype("int64", copy=False))])


EMPTY = text("")
NO_TEXT = null(pa.string())
NO_DATE = null(pa.date32())
NO_MONEY = null(pa.decimal128(18, 2))
