"""Use cases: verbs of the product over domain values and ports. No adapter, no Qt, no SQL."""
