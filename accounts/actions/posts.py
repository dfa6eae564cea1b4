"""Give and end posts. A transfer is one change: what somebody may do follows from the posts of the day."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.actions.people import subject
from accounts.log import Act, record, record_all
from accounts.models import Post, Unit, User
from accounts.queries import lasting_administrators
from accounts.rules import Refused, Tenure, check_grant, check_last_day, check_still_administered
from accounts.turns import in_turn
from accounts.vocabulary import PostKind


def _(message: str) -> str:
    return message


@in_turn
def grant_post(
    *,
    user: User,
    unit: Unit,
    kind: PostKind,
    actor: User | None,
    now: dt.datetime,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> Post:
    """Give ``user`` the post from ``since`` (today) to ``until`` (no end), both days included."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    new = Tenure(PostKind(kind), unit.pk, since or timezone.localdate(now), until)
    if unit.valid_to is not None and (until is None or until > unit.valid_to):
        raise Refused(_("The unit “%(unit)s” ends on %(day)s."), {"unit": unit.name, "day": unit.valid_to})
    check_grant(new, _tenures(user), to_oneself=actor is not None and actor.pk == user.pk)
    post = Post.objects.create(user=user, unit=unit, kind=new.kind, valid_from=new.since, valid_to=new.until)
    record_all([granting(post)], actor=actor, now=now)
    return post


def granting(post: Post) -> Act:
    return Act("grant_post", subject(post.user), _change(post))


@in_turn
def end_post(*, post: Post, actor: User | None, now: dt.datetime, last_day: dt.date | None = None) -> None:
    """End the post with ``last_day`` (yesterday: the right is gone at once). A post that has not begun is taken back."""
    administrators = lasting_administrators(lock=True)
    if not Post.objects.filter(pk=post.pk).exists():
        raise Refused(_("This post has ended already."))
    post = Post.objects.select_for_update(no_key=True).select_related("user", "unit").get(pk=post.pk)
    if post.kind == PostKind.SYSTEM_ADMINISTRATOR and post.valid_to is None and post.user.is_active:
        check_still_administered(others=len(administrators - {post.user_id}))
    yesterday = timezone.localdate(now) - dt.timedelta(days=1)
    if post.valid_to is not None and post.valid_to <= yesterday:
        raise Refused(_("This post has ended already."))
    if last_day is not None:
        check_last_day(began=post.valid_from, until=post.valid_to, last_day=last_day)
    end = yesterday if last_day is None else last_day
    if end < post.valid_from:
        change = {**_change(post), "taken_back": True}
        post.delete()
    else:
        post.valid_to = end
        post.save(update_fields=["valid_to"])
        change = _change(post)
    record("end_post", subject(post.user), change, actor=actor, now=now)


@in_turn
def transfer(*, post: Post, unit: Unit, actor: User | None, now: dt.datetime, first_day: dt.date | None = None) -> Post:
    """Move the holder of a post to the same post of another unit from ``first_day`` (today) on."""
    first_day = first_day or timezone.localdate(now)
    user, kind, until = post.user, PostKind(post.kind), post.valid_to
    end_post(post=post, actor=actor, now=now, last_day=_day_before(first_day, post.valid_from))
    return grant_post(user=user, unit=unit, kind=kind, actor=actor, now=now, since=first_day, until=until)


def _day_before(first_day: dt.date, began: dt.date) -> dt.date | None:
    """The last day in the old unit; ``None`` where the move is on the post's own first day."""
    last_day = first_day - dt.timedelta(days=1)
    return last_day if last_day >= began else None


def _tenures(user: User) -> list[Tenure]:
    rows = user.posts.values_list("kind", "unit_id", "valid_from", "valid_to")
    return [Tenure(PostKind(kind), unit, since, until) for kind, unit, since, until in rows]


def _change(post: Post) -> dict[str, object]:
    return {"post": post.kind, "unit": [post.unit_id, post.unit.name], "from": post.valid_from, "to": post.valid_to}
