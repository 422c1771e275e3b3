"""Forms of the RFQ pages: they check what was typed and never save."""

from rfqs.forms.basics import BasicsForm
from rfqs.forms.clarifications import AddendumForm, AnswerForm, QuestionsUntilForm, RefuseForm
from rfqs.forms.demand import ForecastForm, PasteForm, TypedForm, UploadForm
from rfqs.forms.duties import PublishForm
from rfqs.forms.simple import (
    AcceptForm,
    AttachmentForm,
    CancelForm,
    ExtendForm,
    FilterForm,
    NewForm,
    VendorsForm,
)
from rfqs.forms.weights import WeightsForm

__all__ = [
    "AcceptForm",
    "AddendumForm",
    "AnswerForm",
    "AttachmentForm",
    "BasicsForm",
    "CancelForm",
    "ExtendForm",
    "FilterForm",
    "ForecastForm",
    "NewForm",
    "PasteForm",
    "PublishForm",
    "QuestionsUntilForm",
    "RefuseForm",
    "TypedForm",
    "UploadForm",
    "VendorsForm",
    "WeightsForm",
]
