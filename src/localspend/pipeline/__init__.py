"""build: sources -> checks -> suppliers -> places -> categories -> snapshot."""

from localspend.pipeline.build import Built, build

__all__ = ["Built", "build"]
