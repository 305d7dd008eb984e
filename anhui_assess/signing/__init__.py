"""Digital signatures of reports with pyHanko (MIT licence), an extra: nothing of it is imported before it is used."""
