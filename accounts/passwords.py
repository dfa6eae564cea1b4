"""Password rules by profile, one place for pages, programs and commands.

``mlps`` follows GB/T 22239-2019 8.1.4.1 (composition, change every 90 days, not one of the last five), ``asvs`` follows OWASP
ASVS 5.0, 6.2 (length and lists of known passwords, neither composition nor rotation). The two contradict each other, so
both are offered; the default follows the law of the place.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher, check_password, get_hasher
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import FormerPassword, User

LONGEST = 128
FIRST_PASSWORD_LIFE = dt.timedelta(hours=24)
FIRST_PASSWORD_ROUNDS = 1_000
"""A random first password has 79 bits: no search is slowed by more rounds, but an import of thousands of people would be.
Django raises the rounds to today's number at the first sign-in."""

EASY_LETTERS = "abcdefghjkmnpqrstuvwxyz"
EASY_DIGITS = "23456789"


@dataclass(frozen=True, slots=True)
class Profile:
    """What a password must have. ``shortest`` in characters, ``classes`` of the four character classes,
    ``remembered`` passwords not to be used again, ``life`` until it must be changed (``None``: for ever).
    """

    shortest: int
    classes: int
    remembered: int
    life: dt.timedelta | None


PROFILES = {
    "mlps": Profile(shortest=10, classes=3, remembered=5, life=dt.timedelta(days=90)),
    "asvs": Profile(shortest=12, classes=0, remembered=0, life=None),
}
FEWEST_SURPRISES = 5

WORDS_OF_THE_HOUSE = frozenset({"xiaohao", "zhenggai", "销号", "整改"})
STEMS = """
    password passwd pass admin administrator root guest user test demo login welcome letmein qwerty abc abcd master monkey dragon
    iloveyou woaini woaiwojia changeme change default secret super system oracle mysql huawei zhongguo china beijing shanghai
    hangzhou mima nihao wangluo gongzuo zhengfu huanbao shengtai
"""
COMMON_STEMS = frozenset(STEMS.split())
LOOKALIKES = str.maketrans({"@": "a", "4": "a", "0": "o", "1": "i", "!": "i", "3": "e", "$": "s", "5": "s", "7": "t"})
KEYBOARD = "`1234567890-= qwertyuiop[]\\ asdfghjkl;' zxcvbnm,./ 1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm 8ik, 9ol. 0p;/"
UNSHIFTED = str.maketrans('~!@#$%^&*()_+{}|:"<>?', "`1234567890-=[]\\;',./")


def current_profile() -> Profile:
    return PROFILES[settings.PASSWORD_PROFILE]


class ProfileValidator:
    """Checks a password against the profile chosen in ``settings.PASSWORD_PROFILE``."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ``ValidationError`` with every fault found, or return silently."""
        profile = current_profile()
        faults = list(_faults(password, profile, user))
        if not faults and user is not None and user.pk and _was_used(password, profile, user):
            faults = [_("This is one of your last %(count)d passwords. Choose a new one.") % {"count": profile.remembered}]
        if faults:
            raise ValidationError([ValidationError(fault, code="password") for fault in faults])

    def password_changed(self, password: str, user: User | None = None) -> None:  # noqa: ARG002  # Django hands it in
        """Called by Django after every change, by whichever way: notes the time, remembers the hash, forgets the oldest."""
        if user is None:
            return
        user.password_changed_at = timezone.now()
        User.objects.filter(pk=user.pk).update(password_changed_at=user.password_changed_at)
        remembered = current_profile().remembered
        FormerPassword.objects.create(user=user, password=user.password)
        kept = list(user.former_passwords.values_list("pk", flat=True)[:remembered])
        user.former_passwords.exclude(pk__in=kept).delete()

    def get_help_text(self) -> str:
        profile = current_profile()
        shortest = ngettext("At least %(count)d character.", "At least %(count)d characters.", profile.shortest)
        shortest %= {"count": profile.shortest}
        if not profile.classes:
            return shortest + " " + _("A sentence of several words is a good password.")
        return shortest + " " + _("Capital letters, small letters, digits, other signs: three of the four. None of the last five.")


def must_change(user: User, now: dt.datetime) -> bool:
    """Whether the person has to choose a new password before anything else."""
    life = current_profile().life
    return user.must_change_password or (life is not None and user.password_changed_at + life <= now)


def first_password() -> str:
    """A random password for one sign-in, easy to read out: four groups of four (79 bits), no signs that look alike."""
    groups = ["".join(secrets.choice(EASY_LETTERS + EASY_DIGITS) for _ in range(4)) for _ in range(4)]
    return "-".join(groups)


def give_first_password(user: User, now: dt.datetime) -> str:
    """Set a random password on ``user`` (not saved) that must be changed within a day, and return it: it is not kept anywhere."""
    password = first_password()
    hasher = get_hasher()
    rounds = (FIRST_PASSWORD_ROUNDS,) if isinstance(hasher, PBKDF2PasswordHasher) else ()
    user.password = hasher.encode(password, hasher.salt(), *rounds)
    user.must_change_password = True
    user.password_changed_at = now
    user.initial_password_expires_at = now + FIRST_PASSWORD_LIFE
    return password


def _faults(password: str, profile: Profile, user: User | None) -> Iterable[str]:
    if len(password) < profile.shortest:
        yield _("The password has %(length)d characters; it needs at least %(shortest)d.") % {
            "length": len(password),
            "shortest": profile.shortest,
        }
    if len(password) > LONGEST:
        yield _("The password has %(length)d characters; at most %(longest)d are possible.") % {"length": len(password), "longest": LONGEST}
    if _classes(password) < profile.classes:
        yield _("Use at least three of the four: capital letters, small letters, digits, other signs.")
    if _is_common(password):
        yield _("This password is known to be common, or only a common word with digits around it. Choose another one.")
    elif _surprises(password) < FEWEST_SURPRISES:
        yield _("This password only repeats signs or follows the alphabet or the keyboard. Choose another one.")
    if user is not None and (name := _name_inside(password, user)):
        yield _("The password contains “%(name)s”. Leave out names of yourself, your unit and this system.") % {"name": name}


def _classes(password: str) -> int:
    """How many of the four classes occur; Chinese characters count as other signs."""
    return sum(
        any(test(char) for char in password)
        for test in (str.isupper, str.islower, str.isdecimal, lambda char: not (char.isupper() or char.islower() or char.isdecimal()))
    )


@cache
def _common_passwords() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


def _is_common(password: str) -> bool:
    low = _one_piece(password.lower().strip())
    read = low.translate(LOOKALIKES)
    stems = {_stem(low), _stem(read), _stem(low.rstrip("0123456789!@#$%^&*.?_-").translate(LOOKALIKES))}
    return low in _common_passwords() or read in _common_passwords() or any(_is_common_stem(stem) for stem in stems)


def _one_piece(text: str) -> str:
    """The piece that the text repeats, or the text itself: abcabc is abc."""
    turn = (text + text).find(text, 1)
    return text[:turn] if turn > 0 else text


def _stem(text: str) -> str:
    """The text without the digits and signs around it."""
    start, end = 0, len(text)
    while start < end and not text[start].isalpha():
        start += 1
    while end > start and not text[end - 1].isalpha():
        end -= 1
    return text[start:end]


def _is_common_stem(stem: str) -> bool:
    return stem in COMMON_STEMS or (len(stem) > 5 and stem in _common_passwords())


def _surprises(password: str) -> int:
    """How many characters cannot be foretold from the one before: not the same, not the next in alphabet or on the keyboard."""
    low = password.lower().translate(UNSHIFTED)
    return bool(low) + sum(not _foretold(before, after) for before, after in pairwise(low))


def _foretold(before: str, after: str) -> bool:
    if abs(ord(after) - ord(before)) <= 1:
        return True
    return before + after in KEYBOARD or after + before in KEYBOARD


def _name_inside(password: str, user: User) -> str | None:
    """A name of the person, of the person's units or of this system that the password contains."""
    low = password.lower()
    names = {user.username, user.full_name, *WORDS_OF_THE_HOUSE}
    if user.pk:
        names.update(user.current_posts().values_list("unit__name", flat=True))
    return next((name for name in sorted(names) if len(name) > (2 if name.isascii() else 1) and name.lower() in low), None)


def _was_used(password: str, profile: Profile, user: User) -> bool:
    if not profile.remembered:
        return False
    hashes = {user.password, *user.former_passwords.values_list("password", flat=True)[: profile.remembered]}
    return any(check_password(password, hashed) for hashed in hashes)
