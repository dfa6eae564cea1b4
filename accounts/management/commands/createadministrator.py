"""Enters a system administrator: the only way to a first account, since nothing is installed with one (GB/T 22239 8.1.4.2 b)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.actions import create_person, create_unit, grant_post
from accounts.models import Unit
from accounts.rules import Refused
from accounts.vocabulary import PostKind, UnitKind


class Command(BaseCommand):
    help = "Enter a system administrator and print the first password, which must be changed within 24 hours."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("full_name")
        parser.add_argument("--unit", default="系统管理", help="the unit the post belongs to; entered where it is missing")

    def handle(self, *_args: Any, username: str, full_name: str, unit: str, **_options: Any) -> None:
        now = timezone.now()
        try:
            with transaction.atomic():
                entered = create_person(username=username, full_name=full_name, actor=None, now=now)
                office = Unit.objects.filter(name=unit, valid_to__isnull=True).first() or create_unit(
                    name=unit, kind=UnitKind.OTHER, actor=None, now=now
                )
                grant_post(user=entered.user, unit=office, kind=PostKind.SYSTEM_ADMINISTRATOR, actor=None, now=now)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"user name       {entered.user.username}")
        self.stdout.write(f"first password  {entered.password}")
        self.stdout.write("Shown only now. Sign in within 24 hours and choose a password of your own.")
