"""Small line icons, drawn on a 16 x 16 grid, inlined as SVG so that no font and no inline style is needed."""

from __future__ import annotations

PATHS = {
    "check": "M3 8.5l3.2 3.2L13 4.8",
    "half": "M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11",
    "circle": "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11z",
    "dot": "M8 4.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 0 0 0-7z",
    "cross": "M4 4l8 8M12 4l-8 8",
    "stop": "M5.3 2h5.4L14 5.3v5.4L10.7 14H5.3L2 10.7V5.3zM5 8h6",
    "warn": "M8 2.2l6.2 11.3H1.8zM8 6.5v3.4M8 11.6v.6",
    "info": "M8 1.8a6.2 6.2 0 1 0 0 12.4a6.2 6.2 0 0 0 0-12.4zM8 7.2v4M8 4.8v.5",
    "lock": "M3.5 7.2h9v6.3h-9zM5.3 7V5a2.7 2.7 0 0 1 5.4 0v2",
    "clock": "M8 1.8a6.2 6.2 0 1 0 0 12.4a6.2 6.2 0 0 0 0-12.4zM8 4.5V8l2.5 1.6",
    "globe": (
        "M8 1.8a6.2 6.2 0 1 0 0 12.4a6.2 6.2 0 0 0 0-12.4z"
        "M1.8 8h12.4M8 1.8c-4 4-4 8.4 0 12.4c4-4 4-8.4 0-12.4"
    ),
    "person": "M8 2.2a2.9 2.9 0 1 0 0 5.8a2.9 2.9 0 0 0 0-5.8zM2.5 14c.4-3 2.6-4.4 5.5-4.4s5.1 1.4 5.5 4.4",
    "arrow": "M3 8h10M9 4l4 4-4 4",
    "file": "M4 1.8h5l3 3v9.4H4zM9 1.8v3h3",
    "down": "M8 2.5v8M4.5 7.5L8 11l3.5-3.5M3 13.5h10",
}
