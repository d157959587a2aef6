"""To Arrow and back without `pa.scalar`, `pa.array` and `to_numpy`: they import pandas, which outlasts a ledger."""

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


def numpy_of(column: pa.Array | pa.ChunkedArray) -> numpy.ndarray:
    """A column of whole numbers or of true and false as numpy; null is false, or whatever number lies beneath."""
    if not len(column):
        return numpy.zeros(0, dtype=bool if pa.types.is_boolean(column.type) else "int64")
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    start, count = whole.offset, len(whole)
    known, data = whole.buffers()
    if not pa.types.is_boolean(whole.type):
        sign = "u" if pa.types.is_unsigned_integer(whole.type) else "i"
        return numpy.frombuffer(data, dtype=f"{sign}{whole.type.bit_width // 8}")[start : start + count]
    bits = [numpy.unpackbits(numpy.frombuffer(b, dtype="uint8"), bitorder="little") for b in (known, data) if b]
    return numpy.asarray(numpy.logical_and.reduce([each[start : start + count] for each in bits]), dtype=bool)


EMPTY = text("")
NO_TEXT = null(pa.string())
NO_DATE = null(pa.date32())
NO_MONEY = null(pa.decimal128(18, 2))
