"""Users, units, unit groups and posts.

A unit keeps its id through every change of name; a post says who holds which office where, from when to when.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.rules import levels, masked_phone
from accounts.vocabulary import PostKind, UnitKind

POST_KINDS = {
    PostKind.STAFF: _("Unit staff"),
    PostKind.UNIT_HEAD: _("Unit head"),
    PostKind.SUPERVISOR: _("Supervisor"),
    PostKind.ACCEPTOR: _("Acceptor"),
    PostKind.PARTY_LEADER: _("Party leader"),
    PostKind.GOVERNMENT_LEADER: _("Government leader"),
    PostKind.OFFICE_CLERK: _("Office clerk"),
    PostKind.AUDITOR: _("Auditor"),
    PostKind.SYSTEM_ADMINISTRATOR: _("System administrator"),
}
UNIT_KINDS = {
    UnitKind.PARTY_ORGAN: _("Party organ"),
    UnitKind.GOVERNMENT: _("Government"),
    UnitKind.DEPARTMENT: _("Department"),
    UnitKind.SUBDISTRICT: _("Sub-district"),
    UnitKind.TOWN: _("Town"),
    UnitKind.OFFICE: _("Leading-group office"),
    UnitKind.OTHER: _("Other"),
}


def today() -> dt.date:
    """The district's own date: posts, names and memberships begin and end with it."""
    return timezone.localdate()


class Dated(models.QuerySet[Any]):
    """Rows with ``valid_from`` and ``valid_to``; both days belong to the validity, an empty end means still valid."""

    def valid_on(self, day: dt.date) -> Dated:
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in. What a person may do follows from posts, never from the account itself.

    ``version`` grows with every change of name, telephone or e-mail: of two who change them, the later one is told.
    """

    username = models.CharField(_("user name"), max_length=64, unique=True)
    full_name = models.CharField(_("full name"), max_length=64)
    phone = models.CharField(_("telephone"), max_length=32, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    must_change_password = models.BooleanField(default=False)
    password_changed_at = models.DateTimeField(default=timezone.now)
    initial_password_expires_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("username",)

    def __str__(self) -> str:
        return self.full_name

    @property
    def masked_phone(self) -> str:
        return masked_phone(self.phone)

    def current_posts(self) -> models.QuerySet[Post]:
        return self.posts.valid_on(today()).select_related("unit")

    def post_kinds(self) -> frozenset[PostKind]:
        """The kinds of post held today; asked once per request, hence remembered on the instance."""
        if not hasattr(self, "_post_kinds"):
            self._post_kinds = frozenset(PostKind(kind) for kind in self.current_posts().values_list("kind", flat=True))
        return self._post_kinds

    def holds(self, *kinds: PostKind) -> bool:
        return not self.post_kinds().isdisjoint(kinds)


class FormerPassword(models.Model):
    """Hashes of earlier passwords, so that the last five are not used again (GB/T 22239 8.1.4.1)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="former_passwords")
    password = models.CharField(max_length=128)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-created_at",)


class Unit(models.Model):
    """A body of the district. ``path`` is the chain of ids from the root, so that "this unit and all below" is one prefix."""

    name = models.CharField(_("name"), max_length=128)
    kind = models.CharField(_("kind"), max_length=16, choices=[(k.value, v) for k, v in UNIT_KINDS.items()], default=UnitKind.DEPARTMENT)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to")
    )
    path = models.CharField(max_length=255, editable=False, db_index=True, default="")
    valid_from = models.DateField(_("valid from"), default=dt.date(2000, 1, 1))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name=_("successor")
    )

    objects = Dated.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ("path", "name")
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(valid_to__isnull=True), name="unit_name_unique_while_valid"),
            models.CheckConstraint(condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="unit_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="unit_is_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def indent(self) -> str:
        """One wide blank for each unit above: shows the depth where a list cannot."""
        return "　" * (levels(self.path) - 1)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps ``path`` true; a unit that moves takes all below it along (``accounts.actions.move_unit``)."""
        super().save(*args, **kwargs)
        if (path := self.own_path()) != self.path:
            Unit.objects.filter(pk=self.pk).update(path=path)
            self.path = path

    def own_path(self) -> str:
        return f"{self.parent.path if self.parent else '/'}{self.pk}/"


class UnitName(models.Model):
    """A former name of a unit with the time it was valid: old papers print it, readers still understand it."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(_("name"), max_length=128)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"))

    class Meta:
        ordering = ("-valid_to",)
        constraints = [
            models.UniqueConstraint(fields=["unit", "name", "valid_to"], name="unit_former_name_unique"),
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="unit_former_name_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.name


class UnitAlias(models.Model):
    """Another word for a unit (区美丽办 for 美丽越城办): one alias means one unit."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="aliases")
    alias = models.CharField(_("alias"), max_length=128, unique=True)

    class Meta:
        ordering = ("alias",)

    def __str__(self) -> str:
        return self.alias


class UnitGroup(models.Model):
    """A word that stands for several units (各街道, 区级相关部门)."""

    name = models.CharField(_("name"), max_length=128, unique=True)
    members = models.ManyToManyField(Unit, through="UnitGroupMember", related_name="groups")

    class Meta:
        verbose_name = _("unit group")
        verbose_name_plural = _("unit groups")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class UnitGroupMember(models.Model):
    """A unit belongs to a group from one day to another."""

    group = models.ForeignKey(UnitGroup, on_delete=models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="group_memberships")
    valid_from = models.DateField(_("valid from"), default=today)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = Dated.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "unit"], condition=Q(valid_to__isnull=True), name="unit_once_in_a_group"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="membership_ends_after_it_begins"
            ),
        ]


class Post(models.Model):
    """A person holds an office in a unit from one day to another."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    kind = models.CharField(_("post"), max_length=24, choices=[(k.value, v) for k, v in POST_KINDS.items()])
    valid_from = models.DateField(_("valid from"), default=today)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = Dated.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ("unit__path", "kind")
        constraints = [
            models.UniqueConstraint(fields=["user", "unit", "kind"], condition=Q(valid_to__isnull=True), name="post_held_once"),
            models.CheckConstraint(condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="post_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in PostKind]), name="post_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_kind_display()}"


class SheetImport(models.Model):
    """A sheet of units or people between its preview and its confirmation. Afterwards the rows are emptied: they were copies.

    ``rows``: the cells as read; ``people``: the ids of the people it entered, until their first passwords are handed out.
    """

    entered_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    file_name = models.CharField(max_length=120)
    rows = models.JSONField(default=list)
    people = models.JSONField(default=list)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    passwords_given_at = models.DateTimeField(null=True, blank=True)


def units_below(units: Iterable[Unit]) -> models.QuerySet[Unit]:
    """These units and all below them."""
    condition = Q(pk__in=[])
    for unit in units:
        condition |= Q(path__startswith=unit.path)
    return Unit.objects.filter(condition)
