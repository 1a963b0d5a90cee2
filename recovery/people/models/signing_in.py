"""What signing in leaves behind: where somebody is signed in, and how often something was tried."""

from django.db import models

from recovery.people.models.user import User

DEVICE_LENGTH = 80
SESSION_KEY_LENGTH = 40
DIGEST_LENGTH = 80


class SignedIn(models.Model):
    """A browser in which somebody is signed in. `device` says which, in words of ours; no address, no place.

    `seen_at` is the last use, to the minute for staff and to the hour for patients. The row goes when the session ends.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=SESSION_KEY_LENGTH, unique=True)
    device = models.CharField(max_length=DEVICE_LENGTH, blank=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} since {self.began_at:%Y-%m-%d %H:%M}"


class Attempts(models.Model):
    """How often something was tried, up to a moment. `digest` says what and by whom, and can be read by nobody."""

    digest = models.CharField(max_length=DIGEST_LENGTH, primary_key=True)
    count = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.count} until {self.until:%Y-%m-%d %H:%M}"
