"""One request of a respondent: where it comes, how it is read, and what the device has begun."""

from collections.abc import Sequence
from functools import cached_property

from django.conf import settings
from django.utils import timezone

from ljuspunkt.domain.survey.reply import Problem, Reply
from ljuspunkt.rooms.surveys.answering import frames
from ljuspunkt.rooms.surveys.answering.addresses import Place
from ljuspunkt.rooms.surveys.answering.begun import Begun, Device
from ljuspunkt.rooms.surveys.answering.frames import ToldWay, places_of
from ljuspunkt.rooms.surveys.answering.pages import Given, Reading
from ljuspunkt.rooms.surveys.answering.ways import Way
from ljuspunkt.rooms.surveys.answering.web import Answered, Asked, drop_cookie, page, redirect, set_cookie
from ljuspunkt.rooms.surveys.answering.words import Words


class Visit:
    """A request to a page of a way of answering, read in some way."""

    def __init__(self, asked: Asked, place: Place, way: Way, reading: Reading) -> None:
        self.asked = asked
        self.place = place
        self.way = way
        self.reading = reading

    @property
    def words(self) -> Words:
        return self.reading.words

    @cached_property
    def device(self) -> Device | None:
        """What the device keeps, None where it keeps nothing of ours."""
        cookie = self.asked.cookie
        return Device.of(cookie) if cookie else None

    @cached_property
    def begun(self) -> Begun | None:
        """What has been begun on the device, None where nothing is kept any more."""
        begun = self.device.begun() if self.device is not None else None
        ours = begun is not None and (begun.code, begun.token) == (self.place.code, self.place.token)
        return begun if ours else None

    def there(self, page_name: str = "") -> Place:
        """Return another page, read as this one."""
        return self.place.to(page_name, reading=self.reading.name)

    def remembers(self, device: Device, place: Place | None = None) -> tuple[str, str]:
        """Return the header that lets the device keep what opens its draft."""
        return set_cookie(device.cookie(), path=(place or self.place).base, secure=settings.BEHIND_HTTPS)

    def forgets(self) -> tuple[str, str]:
        """Return the header that makes the device forget."""
        return drop_cookie(path=self.place.base, secure=settings.BEHIND_HTTPS)

    def read(self, given: Given, only: Sequence[str] | None = None) -> Reply:
        """Return what has been answered, read against the questionnaire."""
        return self.way.replies.read(given, language=self.reading.language, only=only, on=timezone.localdate())

    def question(self, place: int) -> str:
        """Return the name of the question at a place, "" where there is none."""
        return next((name for name, n in places_of(self.way.asked).items() if n == place), "")

    def following(self, reply: Reply, place: int) -> str:
        """Return the page after a question's: the next question that is asked, or the end."""
        places = places_of(self.way.asked)
        after = [places[name] for name in reply.shown if places.get(name, 0) > place]
        return str(after[0]) if after else "end"

    def preceding(self, reply: Reply, place: int) -> str:
        """Return the page before a question's: the last question before it that is asked, or the first page."""
        places = places_of(self.way.asked)
        before = [places[name] for name in reply.shown if 0 < places.get(name, 0) < place]
        return str(before[-1]) if before else ""

    def one(self, name: str, begun: Begun, reply: Reply, problem: Problem | None, status: int = 200) -> Answered:
        """Return the page of one question."""
        code = self.device.code if self.device is not None else ""
        shown = frames.one_page(
            self.way,
            self.place,
            self.reading,
            at=name,
            given=begun.values,
            reply=reply,
            problem=problem,
            code=code,
        )
        return page(shown, status)

    def end(self, begun: Begun, reply: Reply, status: int = 200) -> Answered:
        """Return the last step."""
        code = self.device.code if self.device is not None else ""
        shown = frames.end_page(
            self.way,
            self.place,
            self.reading,
            key=begun.key,
            given=begun.values,
            reply=reply,
            helped=begun.helped,
            code=code,
        )
        return page(shown, status)

    def told(self, name: str, status: int = 200, *, ways: Sequence[ToldWay] = (), **values: object) -> Answered:
        """Return a page that only tells something."""
        return page(frames.told_page(self.way, self.place, self.reading, name, ways, **values), status)

    def lost(self) -> Answered:
        """Lead to the first page, which says that nothing begun is there; on a shared tablet without a word."""
        to = Place(self.place.code) if self.way.is_kiosk else self.there("lost")
        return redirect(to.address).with_headers(self.forgets())

    def ways_back(self) -> tuple[ToldWay, ...]:
        """Return the ways on for somebody who has put the answers away."""
        return (ToldWay(self.there("resume").address, self.words["have_a_code"], "main"),)
