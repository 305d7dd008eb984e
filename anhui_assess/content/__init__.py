"""Content: forms/ and resources/ become domain objects; every fault is reported at once with file and line."""
