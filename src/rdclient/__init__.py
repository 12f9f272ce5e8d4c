"""rdclient: client-project records as YAML, with checks, clocks and documents derived from them."""

__version__ = "0.1.0"
