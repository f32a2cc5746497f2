"""What the page that faces the applicant asks for: what is rated, and the grade given."""

from __future__ import annotations

from data.errors import Refusal
from data.rules.words import GRADE_NAMES, STATUS_NAMES
from window_app.desk_views import RatingPage
from window_app.services import rating
from window_app.services.cases import find
from window_app.services.office import Office


class Evaluating:
    """Ratings at this window. What was given is never shown here again."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def page(self, number: str) -> RatingPage:
        """What the applicant is asked about; the grades from the best to the worst."""
        with self._office.store.read() as unit:
            case = find(unit, number)
            return RatingPage(
                number=case.number,
                item=case.item_name,
                done=STATUS_NAMES[case.status],
                hall=self._office.terminal.hall,
                grades=tuple(GRADE_NAMES.items()),
                is_rated=rating.is_rated(unit, case),
            )

    def rate(self, number: str, grade: int) -> Refusal | None:
        """Write the grade; None once it stands."""
        return rating.rate(self._office, number, grade)
