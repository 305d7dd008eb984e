"""The tabs of the diagnosis page and the views they are made of."""
