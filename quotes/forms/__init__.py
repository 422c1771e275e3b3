"""What a vendor types, checked strictly; forms never save."""

from quotes.forms.basics import BasicsForm
from quotes.forms.clarifications import QuestionForm
from quotes.forms.fees import FeesForm
from quotes.forms.files import FileForm
from quotes.forms.invitations import ColleagueForm, DeclineForm
from quotes.forms.rate_lines import RateLineForm
from quotes.forms.terms import TermsForms
from quotes.forms.workbook import WorkbookForm

__all__ = [
    "BasicsForm",
    "ColleagueForm",
    "DeclineForm",
    "FeesForm",
    "FileForm",
    "QuestionForm",
    "RateLineForm",
    "TermsForms",
    "WorkbookForm",
]
