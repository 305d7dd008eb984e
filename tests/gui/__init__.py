"""Tests of the window: one page at a time over a workspace kept in memory."""
