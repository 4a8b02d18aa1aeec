"""Letters to respondents: asked with a personal link, and reminded. Their keys hold numbers and never a link."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from urllib.parse import urljoin

from django.utils import timezone

from ljuspunkt.domain.vocabulary import wording
from ljuspunkt.rooms.mail.services import Request
from ljuspunkt.rooms.surveys.answering.addresses import link
from ljuspunkt.rooms.surveys.models import Collector, Invitation, Wave
from ljuspunkt.rooms.surveys.posted_words import day_in, posted_words
from ljuspunkt.rooms.surveys.services.tokens import token_of


@dataclass(frozen=True, slots=True)
class Post:
    """What all letters of one collector have in common."""

    wave: Wave
    collector: Collector
    title: dict[str, str]
    site: str


def all_keys(wave_pk: int) -> str:
    """Return what the keys of all letters of a wave begin with."""
    return f"wave:{wave_pk}:"


def ask(post: Post, invitation: Invitation) -> Request:
    """Return the letter with the personal link."""
    words = posted_words(invitation.language)
    return _letter(
        post,
        invitation,
        key=f"{all_keys(post.wave.pk)}asked:{invitation.pk}:",
        subject=words["subject"],
        first=words["asked"],
        about=f"{post.wave.name}: {post.collector.participation.association.name}",
    )


def remind(post: Post, invitation: Invitation, at: datetime) -> Request:
    """Return the letter to somebody whose link hasn't been used yet; there is one a day at most."""
    words = posted_words(invitation.language)
    return _letter(
        post,
        invitation,
        key=f"{all_keys(post.wave.pk)}reminded:{invitation.pk}:{timezone.localdate(at):%Y%m%d}",
        subject=words["reminder_subject"],
        first=words["reminded"],
        about=f"{post.wave.name}: {post.collector.participation.association.name}",
    )


def link_of(site: str, collector: Collector, invitation_pk: int) -> str:
    """Return the whole address of a personal link."""
    return urljoin(site, link(collector.code, token_of(invitation_pk)))


def last_moment(wave: Wave) -> datetime:
    """Return the end of a wave's last day, after which a letter of it is no longer sent."""
    return timezone.make_aware(datetime.combine(wave.closes_on + timedelta(days=1), time(0)))


def _letter(post: Post, invitation: Invitation, *, key: str, subject: str, first: str, about: str) -> Request:
    words, language = posted_words(invitation.language), invitation.language
    association = post.collector.participation.association
    paragraphs = [
        words["hello"],
        first.format(association=association.name),
        f"{words['link']}\n{link_of(post.site, post.collector, invitation.pk)}",
        words["until"].format(day=day_in(language, post.wave.closes_on)),
        words["voluntary"],
        words["anonymous"],
        words["automatic"],
    ]
    return Request(
        to=invitation.email,
        subject=subject.format(title=wording(post.title, language)),
        body="\n\n".join(paragraphs) + "\n",
        key=key,
        until=last_moment(post.wave),
        about=about,
        organisers=(association.slug,),
        by_day=True,
    )
