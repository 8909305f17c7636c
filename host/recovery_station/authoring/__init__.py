"""Protocol files: judged, written as TOML, compared with a station's, and described for editors."""
