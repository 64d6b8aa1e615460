"""Finished PDF to PDF or picture: imposition and rasterising."""
