"""The quote as a workbook: a template with the vendor's draft in it, and a filled one read back.

The cells are the inputs of the portal's own forms (`quotes.forms`, `ui.spec_forms`), in whatever number those have:
a field that a form gains is in the workbook too. A filled workbook is turned into what a browser would send and
checked by the same forms, so that there is one list of fields and one set of rules.
"""

from quotes.workbook.basis import Basis, basis_of
from quotes.workbook.faults import CellFault, WrongBook
from quotes.workbook.reading import Filled, read_filled
from quotes.workbook.writing import template

__all__ = ["Basis", "CellFault", "Filled", "WrongBook", "basis_of", "read_filled", "template"]
