"""Solvers for the programmes of the planning model; each is imported when first used."""
