"""The rules of the product as pure functions and frozen values: no input, no output, no third-party code."""
