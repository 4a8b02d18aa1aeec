"""People who log in, what each may do where, and the invitations they came by.

Swedish: konton, roller, inbjudningar. A role is held from a day on and is ended, never removed, so that the log and
the lists of an association can tell who held it when.
"""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from ljuspunkt.rooms.people.roles import Role

LANGUAGES = ("sv", "en")


class Accounts(BaseUserManager["Account"]):
    """Finds accounts by e-mail address; addresses are kept in small letters."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email=(username or "").lower())

    def create_user(
        self, *, email: str, name: str, password: str | None = None, language: str = "sv", invented: bool = False
    ) -> "Account":
        """Keep a new account; without a password nobody can log in to it by one."""
        account = self.model(email=email.lower(), name=name, language=language, invented=invented)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A person who logs in by e-mail address; without a password yet until the invitation is taken up.

    `invented` marks the people of the example, who need no second factor on a machine that nobody else reaches.
    """

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, default="sv")
    is_active = models.BooleanField(default=True)
    invented = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = Accounts()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "email"]
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="account_email_in_small_letters"),
            models.CheckConstraint(condition=models.Q(language__in=LANGUAGES), name="account_language_known"),
            models.CheckConstraint(condition=~models.Q(name=""), name="account_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Assignment(models.Model):
    """A role that an account holds, in an association or in the network as a whole, until it is ended."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=30)
    association = models.ForeignKey(
        "people.Association", on_delete=models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["account__name", "role", "association__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "role", "association"],
                condition=models.Q(ended_at__isnull=True),
                name="assignment_once_per_association",
            ),
            models.UniqueConstraint(
                fields=["account", "role"],
                condition=models.Q(ended_at__isnull=True, association__isnull=True),
                name="assignment_once_in_network",
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="assignment_role_known"),
            models.CheckConstraint(
                condition=models.Q(role__in=["national_coordinator", "analyst"], association__isnull=True)
                | models.Q(role__in=["association_coordinator", "data_collector", "conference_chair"])
                & models.Q(association__isnull=False)
                | models.Q(role__in=["evaluator", "reader"]),
                name="assignment_role_fits_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.role} {self.association_id or ''}".strip()


class Invitation(models.Model):
    """A mailed link by which an account gets its first password; only a hash of the link's key is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="invitations")
    key_hash = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-sent_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["key_hash"], name="invitation_key_once")]

    def __str__(self) -> str:
        return f"{self.account_id}: until {self.until:%Y-%m-%d}"
