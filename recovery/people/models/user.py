"""Somebody who can sign in."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from recovery.people.models.sealed import SealedEmailField, SealedTextField

# As long as an address can be for allauth's own table to hold it sealed: 254 characters there, all ASCII.
LONGEST_EMAIL = 160


class UserManager(BaseUserManager["User"]):
    """Users are found by e-mail address, whatever its capitals."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Somebody who can sign in, by e-mail address."""

    email = SealedEmailField(max_length=LONGEST_EMAIL, unique=True)
    name = SealedTextField(max_length=120, blank=True)
    language = models.CharField(max_length=10, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="one_user_an_email"),)

    def __str__(self) -> str:
        return str(self.name or self.email)
