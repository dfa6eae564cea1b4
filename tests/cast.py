"""The standing cast: people whose rights every test knows, in the smallest district that needs them all.

    区委 (Party committee)            party       the Party leader
    区政府 (government)                government  the government leader;  auditor  reads everything, changes nothing
      区整改办 (the office)              clerk       keeps the ledger;        admin    accounts only, sees no case
      区城管局 (lead)                   staff, unithead
        区环卫所 (below the lead)
      区生态环境分局 (supervises)          supervisor
      区住建局 (accepts)                 acceptor
      东山街道, 西湖街道                   members of the group 各街道
      区档案馆                          outsider    staff of a unit that has no case

``factories.issue(cast)`` makes an issue on which these units have these roles; the outsider has none.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.test import Client

from accounts.models import Post, Unit, UnitGroup, UnitGroupMember, User
from accounts.vocabulary import PostKind, UnitKind

PASSWORD = "Sail-past-4-islands"
LONG_AGO = dt.date(2015, 1, 1)

ROLES = ("clerk", "staff", "unithead", "supervisor", "acceptor", "party", "government", "auditor", "admin", "outsider")
"""The names of the ten, as in the demonstration and in the matrix of roles and addresses."""


@dataclass(frozen=True, slots=True)
class District:
    party_committee: Unit
    government: Unit
    office: Unit
    lead: Unit
    below_lead: Unit
    supervising: Unit
    accepting: Unit
    east: Unit
    west: Unit
    archive: Unit
    subdistricts: UnitGroup


@dataclass(frozen=True, slots=True)
class Cast:
    district: District
    clerk: User
    staff: User
    unithead: User
    supervisor: User
    acceptor: User
    party: User
    government: User
    auditor: User
    admin: User
    outsider: User

    def person(self, role: str) -> User:
        """The person of one of ``ROLES``."""
        found = getattr(self, role)
        assert isinstance(found, User), role
        return found

    def client(self, role: str) -> Client:
        """A browser in which this person has signed in."""
        return signed_in(self.person(role))


def gather() -> Cast:
    """Enter the district and its people into the database."""
    district = _district()
    seats = {
        "clerk": ("陈文书", district.office, PostKind.OFFICE_CLERK),
        "staff": ("李填报", district.lead, PostKind.STAFF),
        "unithead": ("王局长", district.lead, PostKind.UNIT_HEAD),
        "supervisor": ("赵督导", district.supervising, PostKind.SUPERVISOR),
        "acceptor": ("孙验收", district.accepting, PostKind.ACCEPTOR),
        "party": ("周书记", district.party_committee, PostKind.PARTY_LEADER),
        "government": ("吴区长", district.government, PostKind.GOVERNMENT_LEADER),
        "auditor": ("郑审计", district.government, PostKind.AUDITOR),
        "admin": ("冯管理", district.office, PostKind.SYSTEM_ADMINISTRATOR),
        "outsider": ("何外人", district.archive, PostKind.STAFF),
    }
    return Cast(district, **{role: person(role, name, unit, kind) for role, (name, unit, kind) in seats.items()})


def person(username: str, full_name: str, unit: Unit, kind: PostKind) -> User:
    """One more person with one post, held for long."""
    user = User.objects.create_user(username, PASSWORD, full_name=full_name)
    Post.objects.create(user=user, unit=unit, kind=kind, valid_from=LONG_AGO)
    return user


def unit(name: str, parent: Unit | None = None, kind: UnitKind = UnitKind.DEPARTMENT) -> Unit:
    return Unit.objects.create(name=name, parent=parent, kind=kind, valid_from=LONG_AGO)


def signed_in(user: User) -> Client:
    """A browser in which this person has signed in, without the sign-in page."""
    client = Client()
    client.force_login(user)
    return client


def _district() -> District:
    government = unit("区政府", kind=UnitKind.GOVERNMENT)
    lead = unit("区城管局", government)
    east, west = (unit(name, government, UnitKind.SUBDISTRICT) for name in ("东山街道", "西湖街道"))
    subdistricts = UnitGroup.objects.create(name="各街道")
    for member in (east, west):
        UnitGroupMember.objects.create(group=subdistricts, unit=member, valid_from=LONG_AGO)
    return District(
        party_committee=unit("区委", kind=UnitKind.PARTY_ORGAN),
        government=government,
        office=unit("区整改办", government, UnitKind.OFFICE),
        lead=lead,
        below_lead=unit("区环卫所", lead),
        supervising=unit("区生态环境分局", government),
        accepting=unit("区住建局", government),
        east=east,
        west=west,
        archive=unit("区档案馆", government),
        subdistricts=subdistricts,
    )
