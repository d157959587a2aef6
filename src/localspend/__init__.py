"""localspend: where public money goes, by neighbourhood, to the penny and with its uncertainty."""

__version__ = "0.1.0"
