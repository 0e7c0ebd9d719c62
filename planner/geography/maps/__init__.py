"""Maps of places, reach and gaps: pictures, one page, and a GeoPackage. Never a pupil's point."""
