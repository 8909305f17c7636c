"""Colours, sizes and line kinds of the diagrams: what a drawing looks like, apart from what it shows."""

CELL_PX = 20
FONT = "Helvetica, Arial, sans-serif"
HEADING_PX = 17
TITLE_PX = 13
TEXT_PX = 11
LINE_PX = 15
INK = "#1c2529"
# A wide average: glyphs of these fonts are 0.5 to 0.6 of their size.
GLYPH_WIDTH = 0.56
BOLD_WIDTH = 0.60

# kind → fill, edge, corner radius
BOX_STYLES = {
    "part": ("#ffffff", "#37474f", 3),
    "air": ("#e3f2fd", "#1565c0", 3),
    "valve": ("#e8f5e9", "#2e7d32", 3),
    "sensor": ("#fff8e1", "#b26a00", 10),
    "guard": ("#fdecea", "#b3261e", 3),
    "zone": ("#ede7f6", "#5e35b1", 14),
    "brain": ("#eceff1", "#263238", 6),
    "frame": ("none", "#90a4ae", 8),
}
# kind → colour, width, dash
WIRE_STYLES = {
    "air": ("#1565c0", 2.4, ""),
    "power": ("#b3261e", 2.0, ""),
    "bus": ("#2e7d32", 2.0, ""),
    "signal": ("#455a64", 1.4, ""),
    "sense": ("#455a64", 1.4, "5 4"),
    "mains": ("#6a1b9a", 2.4, "9 4"),
}
