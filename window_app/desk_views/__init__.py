"""What the desk shows, as frozen values: the home, an intake as it stands, people and items.

Words are final and Chinese; nothing here is looked up again by a screen.
"""

from window_app.desk_views.acts import CaseAct
from window_app.desk_views.case import (
    CasePage,
    CaseStep,
    Deadline,
    PaperLine,
    RatingPage,
    Sending,
    StepLine,
    TimelineLine,
)
from window_app.desk_views.enquiry import EnquiryMaterial, EnquiryView
from window_app.desk_views.handing_out import HandOutView
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
from window_app.desk_views.prints import PrintChoice, WaitingPrint
from window_app.desk_views.returns import FoundCases, ReturnHead
from window_app.desk_views.review import (
    LeaseWords,
    ReviewDone,
    TaskCounts,
    TaskLine,
    TaskList,
    TaskPage,
)
from window_app.desk_views.situations import ChoiceView, ExitView, QuestionView
from window_app.desk_views.syncing import LineFact, NoEffect, SyncPage, SyncRow
from window_app.desk_views.words import RowKey, Tone

__all__ = [
    "Card",
    "CaseAct",
    "CaseLine",
    "CasePage",
    "CaseStep",
    "ChoiceView",
    "Deadline",
    "Done",
    "EnquiryMaterial",
    "EnquiryView",
    "ExitView",
    "FieldLine",
    "FoundCases",
    "HandOutView",
    "HomeView",
    "IntakeView",
    "ItemLine",
    "ItemPreview",
    "KnownPerson",
    "Lacking",
    "LeaseWords",
    "LineFact",
    "MaterialLine",
    "MemberView",
    "NoEffect",
    "Outlook",
    "PaperLine",
    "ParkedDraft",
    "PartyView",
    "PrintChoice",
    "QuestionView",
    "RatingPage",
    "Reminder",
    "ReturnHead",
    "ReviewDone",
    "RowKey",
    "Scanned",
    "Sending",
    "StepLine",
    "SyncPage",
    "SyncRow",
    "TaskCounts",
    "TaskLine",
    "TaskList",
    "TaskPage",
    "TimelineLine",
    "Tone",
    "WaitingPrint",
]
