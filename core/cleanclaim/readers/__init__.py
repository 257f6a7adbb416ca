"""
The formats that claims come in; each is found by entry point (``cleanclaim.readers``).
"""
