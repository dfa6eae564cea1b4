"""Kinds of posts and units. Standard library only."""

from enum import StrEnum


class PostKind(StrEnum):
    """What a person does in a unit. Rights hang on posts, so a transfer is one change."""

    STAFF = "staff"
    UNIT_HEAD = "unit_head"
    SUPERVISOR = "supervisor"
    ACCEPTOR = "acceptor"
    PARTY_LEADER = "party_leader"
    GOVERNMENT_LEADER = "government_leader"
    OFFICE_CLERK = "office_clerk"
    AUDITOR = "auditor"
    SYSTEM_ADMINISTRATOR = "system_administrator"


class UnitKind(StrEnum):
    """What sort of body a unit is."""

    PARTY_ORGAN = "party_organ"
    GOVERNMENT = "government"
    DEPARTMENT = "department"
    SUBDISTRICT = "subdistrict"
    TOWN = "town"
    OFFICE = "office"
    OTHER = "other"
