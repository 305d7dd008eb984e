"""Everything Qt. Widgets show what services return and hand on what the user does; they decide nothing."""
