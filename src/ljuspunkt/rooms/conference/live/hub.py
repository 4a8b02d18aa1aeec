"""The hub: for each conference the latest state and the latest numbers, pushed to all who listen.

There are no queues. A listener that is slow, asleep or gone misses what was in between and gets the latest, so it
neither holds up the others nor costs memory. States are read and packed once per change, in a thread of their own.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from ljuspunkt.rooms.conference.live.directory import Directory
from ljuspunkt.rooms.conference.live.frames import BEAT, Frame, numbers_frame, state_frame

TURNOUT_EVERY = 0.2
"""Seconds between two numbers told, so that at most five a second are; but that everybody has voted is told at once."""
PER_LISTENER = 0.0005
"""Seconds more between two numbers for each who listens, so that telling them leaves time to take ballots."""
COUNT_EVERY = 0.02
"""Seconds between two counts of the ballots, and between two words about them to other processes."""
BEAT_EVERY = 15.0
STUCK_AFTER = 60.0
"""Seconds after which somebody who takes nothing in is let go."""
RETRY_FROM, RETRY_TO = 0.2, 5.0
PHONE = "phone"

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Channel:
    """Whom a state is made for; `origin` is the site's address as a screen shows it, "" where it isn't shown."""

    audience: str
    language: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many of those entitled have voted, `vote` None while no vote is open."""

    vote: int | None = None
    voted: int = 0
    of: int = 0

    @property
    def complete(self) -> bool:
        return self.vote is not None and self.voted == self.of


class Source(Protocol):
    """Where the hub reads; called in the hub's own thread. Whatever it raises is logged and tried again."""

    def codes(self) -> Mapping[str, int]:
        """Return the conference of every join code."""

    def conference_of(self, vote: int) -> int | None:
        """Return the conference of a vote."""

    def versions(self, conferences: Collection[int]) -> Mapping[int, int]:
        """Return how often each conference has changed; one that is gone is left out."""

    def states(self, conference: int, channels: Collection[Channel]) -> tuple[int, Mapping[Channel, str]]:
        """Return the conference's version, read before the rest, and its state in HTML for each channel."""

    def numbers(self, conference: int) -> Numbers:
        """Return how many have voted."""


class News(Protocol):
    """How changes made by other processes come here, and turnout goes there."""

    async def run(self, hub: "Hub") -> None:
        """Report what others change, until cancelled."""

    async def tell(self, hub: "Hub", conference: int, here: int, numbers: Numbers) -> None:
        """Tell other processes a conference's numbers as this one knows them; `here` phones listen to it."""


@dataclass(eq=False, slots=True)
class Listener:
    """One open stream: what it has been sent, and since when it has been taking in what was sent last.

    `write` sends it what is new, at once and without waiting; it raises nothing.
    """

    channel: Channel
    seen: int
    numbers_seen: int = -1
    beats_seen: int = 0
    sending_since: float | None = None
    task: "asyncio.Task[object] | None" = None
    write: Callable[[], None] | None = None


@dataclass(eq=False, slots=True)
class Room:
    """A conference that somebody listens to; `gone` where it is no more, so that they look its code up again."""

    conference: int
    listeners: set[Listener] = field(default_factory=set)
    states: dict[Channel, Frame] = field(default_factory=dict)
    version: int = -1
    stale: bool = True
    reading: bool = False
    numbers: Numbers = Numbers()
    numbers_frame: Frame | None = None
    numbers_due: bool = True
    numbers_told: float = 0.0
    counting: bool = False
    telling: asyncio.TimerHandle | None = None
    gone: bool = False
    elsewhere: dict[str, tuple[int, float]] = field(default_factory=dict)
    """Phones that listen to other processes: how many, and until when that is believed."""

    @property
    def wanted(self) -> set[Channel]:
        return {listener.channel for listener in self.listeners}

    @property
    def here(self) -> int:
        return sum(listener.channel.audience == PHONE for listener in self.listeners)

    def write(self) -> None:
        """Send everybody what is new; who is still taking in something gets it afterwards."""
        for listener in tuple(self.listeners):
            if listener.write is not None:
                listener.write()


class Hub:
    """Everything lives on the loop that `start` was called on; only `tell` may be called from any thread."""

    def __init__(self, source: Source, news: News) -> None:
        self.source = source
        self.news = news
        self.rooms: dict[int, Room] = {}
        self.closed = False
        self.beats = 0
        self.reader = ThreadPoolExecutor(1, thread_name_prefix="live")
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.directory = Directory(lambda: self.read(self.source.codes), self.now)
        self._votes: dict[int, int | None] = {}
        self._passing: set[int] = set()
        self._passers: set[int] = set()

    @property
    def n_listeners(self) -> int:
        return sum(len(room.listeners) for room in self.rooms.values())

    def start(self) -> None:
        """Begin, on the running loop; a second call does nothing."""
        if self._loop is None:
            self._loop = asyncio.get_running_loop()
            self._go(self._beat())
            self._go(self.news.run(self))

    def close(self) -> None:
        """End all streams, and take no more."""
        self.closed = True
        for task in self._tasks:
            task.cancel()
        for room in self.rooms.values():
            room.write()
        self.reader.shutdown(wait=False, cancel_futures=True)

    def tell(self, what: str, key: int, voted: int = 0) -> None:
        """Take what this process has announced; may be called in any thread, returns at once and never raises."""
        loop = self._loop
        if loop is None or self.closed:
            return
        try:
            loop.call_soon_threadsafe(self._told, what, key, voted)
        except RuntimeError:  # the loop has ended
            self.closed = True

    def _told(self, what: str, key: int, voted: int) -> None:
        if what == "state":
            self.changed(key)
        elif key in self._votes:
            self._turnout_of(self._votes[key], key, voted)
        else:
            self._go(self._look_up_vote(key, voted))

    async def _look_up_vote(self, vote: int, voted: int) -> None:
        self._votes[vote] = await self.read(lambda: self.source.conference_of(vote))
        self._turnout_of(self._votes[vote], vote, voted)

    def _turnout_of(self, conference: int | None, vote: int, voted: int) -> None:
        if conference is not None:
            self.voted(conference, vote, voted)
            self._pass_on(conference)

    # Who listens

    def n_in(self, conference: int) -> int:
        """Return how many listen to a conference."""
        room = self.rooms.get(conference)
        return len(room.listeners) if room else 0

    def origins(self, conference: int) -> frozenset[str]:
        """Return the addresses of the site that a conference's screens show just now."""
        room = self.rooms.get(conference)
        return frozenset(channel.origin for channel in room.wanted if channel.origin) if room else frozenset()

    def join(self, conference: int, channel: Channel, seen: int) -> tuple[Room, Listener]:
        """Return a new listener, who has `seen` that version already (-1 for none)."""
        room = self.rooms.setdefault(conference, Room(conference))
        listener = Listener(channel, seen)
        room.listeners.add(listener)
        if room.stale or channel not in room.states:
            room.stale = True
            self._read_soon(room)
        if channel.audience == PHONE or room.numbers_frame is None:
            self._count_soon(room)
            if channel.audience == PHONE:
                self._pass_on(conference)
        return room, listener

    def leave(self, room: Room, listener: Listener) -> None:
        """Forget a listener, and a conference that nobody listens to any more."""
        room.listeners.discard(listener)
        if not room.listeners:
            self.rooms.pop(room.conference, None)
        elif listener.channel.audience == PHONE:
            self._count_soon(room)
        if listener.channel.audience == PHONE:
            self._pass_on(room.conference)

    def news_for(self, room: Room, listener: Listener) -> tuple[Frame, ...]:
        """Return what a listener hasn't been sent yet, and take it for sent."""
        found = []
        state = room.states.get(listener.channel)
        if state is not None and state.version != listener.seen:
            listener.seen = state.version
            found.append(state)
        numbers = room.numbers_frame
        if numbers is not None and numbers.version > listener.numbers_seen:
            listener.numbers_seen = numbers.version
            found.append(numbers)
        if not found and listener.beats_seen < self.beats:
            found.append(BEAT)
        listener.beats_seen = self.beats
        return tuple(found)

    # What changes

    def changed(self, conference: int) -> None:
        """Read the states of a conference anew, if anybody listens."""
        if room := self.rooms.get(conference):
            room.stale = True
            self._read_soon(room)

    def voted(self, conference: int, vote: int, n: int) -> None:
        """Take that so many ballots of a vote lie in the box, if anybody listens; without a number they are counted."""
        if room := self.rooms.get(conference):
            if n and room.numbers.vote == vote:
                self._take_numbers(room, replace(room.numbers, voted=n))
            else:
                self._count_soon(room)

    def elsewhere(self, conference: int, process: str, here: int, vote: int = 0, voted: int = 0) -> None:
        """Take that so many phones listen to another process, and how many ballots of a vote it knows of."""
        if room := self.rooms.get(conference):
            if process not in room.elsewhere:
                self._pass_on(conference)  # it may have begun after us, and doesn't know of the phones here
            known = room.elsewhere.get(process, (0, 0.0))[0]
            room.elsewhere[process] = (here, self.now() + 3 * BEAT_EVERY)
            if vote and room.numbers.vote == vote and here == known:
                self._take_numbers(room, replace(room.numbers, voted=voted))
            else:
                self._count_soon(room)

    async def check(self) -> None:
        """Read anew what has changed unseen: states by their version, numbers always."""
        versions = await self.read(lambda: self.source.versions(tuple(self.rooms)))
        for conference, room in list(self.rooms.items()):
            if versions.get(conference, -1) != room.version:
                self.changed(conference)
            elif room.numbers.vote is not None:
                self._count_soon(room)

    def now(self) -> float:
        assert self._loop is not None
        return self._loop.time()

    async def read(self, reading: Callable[[], _T]) -> _T:
        """Return what is read in the hub's thread; trouble is logged, and the reading tried again until it succeeds."""
        assert self._loop is not None
        pause = RETRY_FROM
        while True:
            try:
                return await self._loop.run_in_executor(self.reader, reading)
            except Exception as trouble:
                if self.closed:
                    raise asyncio.CancelledError from None
                _log.warning("What is shown live can't be read, and is tried again: %s", type(trouble).__name__)
                _log.debug("The trouble was", exc_info=trouble)
            await asyncio.sleep(pause)
            pause = min(2 * pause, RETRY_TO)

    def _read_soon(self, room: Room) -> None:
        if not room.reading:
            room.reading = True
            self._go(self._read(room))

    async def _read(self, room: Room) -> None:
        try:
            while room.stale and self.rooms.get(room.conference) is room:
                room.stale = False
                await self._read_once(room)
        finally:
            room.reading = False

    async def _read_once(self, room: Room) -> None:
        wanted, shown = room.wanted, room.version if room.wanted <= set(room.states) else None
        version, states, numbers = await self.read(lambda: self._states(room.conference, wanted, shown))
        if version is None:
            room.gone = True
            self.directory.forget()
            room.write()
        elif states and version >= room.version:
            kept = room.states if version == room.version else {}
            room.version, room.states = version, {**kept, **states}
            self._take_numbers(room, numbers, with_state=True)
        else:
            self._take_numbers(room, numbers)

    def _states(
        self, conference: int, wanted: Collection[Channel], shown: int | None
    ) -> tuple[int | None, Mapping[Channel, Frame], Numbers]:
        """Return the version, None where the conference is gone, its states where it isn't the version shown, and its
        numbers: both are told in one writing, since two take twice as long."""
        found = self.source.versions((conference,)).get(conference)
        if found is None:
            return None, {}, Numbers()
        if found == shown:
            return found, {}, self.source.numbers(conference)
        version, states = self.source.states(conference, wanted)
        frames = {channel: state_frame(version, html) for channel, html in states.items()}
        return version, frames, self.source.numbers(conference)

    def _count_soon(self, room: Room) -> None:
        room.numbers_due = True
        if not room.counting:
            room.counting = True
            self._go(self._count(room))

    async def _count(self, room: Room) -> None:
        """Count the ballots, now and once more where that was asked for meanwhile."""
        try:
            while room.numbers_due and self.rooms.get(room.conference) is room:
                room.numbers_due = False
                self._take_numbers(room, await self.read(lambda: self.source.numbers(room.conference)))
                await asyncio.sleep(COUNT_EVERY)
        finally:
            room.counting = False

    def _take_numbers(self, room: Room, numbers: Numbers, *, with_state: bool = False) -> None:
        """Tell the numbers at once or, where the last ones were told just now, soon: the last change is always told.

        A ballot stays in its box while the vote is open, so the higher of two counts is the later one.

        Args:
            with_state: they were read with a new state, which is told in the same writing.
        """
        before = room.numbers
        if numbers.vote == before.vote:
            numbers = replace(numbers, voted=max(numbers.voted, before.voted))
        room.numbers = numbers
        every = max(TURNOUT_EVERY, PER_LISTENER * len(room.listeners))
        left = room.numbers_told + every - self.now()
        if with_state or numbers.complete or numbers.vote != before.vote or left <= 0:
            self._tell_numbers(room, with_state=with_state)
        elif room.telling is None:
            assert self._loop is not None
            room.telling = self._loop.call_later(left, self._tell_numbers, room)

    def _tell_numbers(self, room: Room, *, with_state: bool = False) -> None:
        if room.telling is not None:
            room.telling.cancel()
            room.telling = None
        here = room.here + sum(n for n, until in room.elsewhere.values() if until > self.now())
        numbers = room.numbers
        told = numbers_frame(room.numbers_frame, vote=numbers.vote, voted=numbers.voted, of=numbers.of, here=here)
        if told is not room.numbers_frame:
            room.numbers_frame = told
            room.numbers_told = self.now()
            room.write()
        elif with_state:
            room.write()

    def _pass_on(self, conference: int) -> None:
        """Tell other processes that the numbers have changed, soon and not more often than they are counted."""
        self._passing.add(conference)
        if conference not in self._passers and not self.closed:
            self._passers.add(conference)
            self._go(self._pass(conference))

    async def _pass(self, conference: int) -> None:
        try:
            while conference in self._passing:
                self._passing.discard(conference)
                room = self.rooms.get(conference)
                await self.news.tell(self, conference, room.here if room else 0, room.numbers if room else Numbers())
                await asyncio.sleep(COUNT_EVERY)
        finally:
            self._passers.discard(conference)

    async def _beat(self) -> None:
        """Show every listener now and then that the line is up, and let those go who take nothing in."""
        while True:
            await asyncio.sleep(BEAT_EVERY)
            self.beats += 1
            late = self.now() - STUCK_AFTER
            for room in list(self.rooms.values()):
                for listener in list(room.listeners):
                    if listener.sending_since is not None and listener.sending_since < late and listener.task:
                        listener.task.cancel()
                if room.here:
                    self._pass_on(room.conference)
                self._count_soon(room)
                room.write()

    def _go(self, work: Coroutine[object, object, None]) -> None:
        assert self._loop is not None
        if self.closed:
            work.close()
            return
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
