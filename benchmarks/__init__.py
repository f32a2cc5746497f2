"""Our figures beside the raw limits of the same run: `python -m benchmarks [SUBJECT ...]`.

A module a subject; each gives figures and judges none. Targets are printed, never asserted.
"""
