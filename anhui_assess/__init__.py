"""皖企诊断 (Anhui Assess): offline factory self-assessment. Importing this package never loads Qt."""

__version__ = "0.1.0"
