"""What the desk shows, as frozen values: the home, an intake as it stands, people and items.

Words are final and Chinese; nothing here is looked up again by a screen.
"""

from window_app.desk_views.case import CasePage, Deadline, TimelineLine
from window_app.desk_views.enquiry import EnquiryMaterial, EnquiryView
from window_app.desk_views.intake import (
    Card,
    Done,
    FieldLine,
    IntakeView,
    Lacking,
    MaterialLine,
    Outlook,
)
from window_app.desk_views.items import ItemLine, ItemPreview, Scanned
from window_app.desk_views.lists import CaseLine, HomeView, ParkedDraft, Reminder
from window_app.desk_views.people import KnownPerson, MemberView, PartyView
from window_app.desk_views.situations import ChoiceView, ExitView, QuestionView
from window_app.desk_views.words import RowKey, Tone

__all__ = [
    "Card",
    "CaseLine",
    "CasePage",
    "ChoiceView",
    "Deadline",
    "Done",
    "EnquiryMaterial",
    "EnquiryView",
    "ExitView",
    "FieldLine",
    "HomeView",
    "IntakeView",
    "ItemLine",
    "ItemPreview",
    "KnownPerson",
    "Lacking",
    "MaterialLine",
    "MemberView",
    "Outlook",
    "ParkedDraft",
    "PartyView",
    "QuestionView",
    "Reminder",
    "RowKey",
    "Scanned",
    "TimelineLine",
    "Tone",
]
