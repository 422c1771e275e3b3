"""A workbook as plain values: cells with a formula and the figure it gives, whoever writes the file.

`cells` holds the description, `formula` reads and computes the formulas as a spreadsheet does, in floats, so that
no formula leaves the house that gives another figure than the application.
"""

from calc.book.cells import Book, BookError, Cell, Sheet, column_name
from calc.book.formula import FormulaError

__all__ = ["Book", "BookError", "Cell", "FormulaError", "Sheet", "column_name"]
