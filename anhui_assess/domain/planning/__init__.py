"""Planning: what a measure would lift, which measures to take first, in which phase, and where that leads."""
