"""`manage.py prepare_demo`: everything `make run` needs before the server starts."""

import socket
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from recovery.demo import load
from recovery.demo.crowd import CROWD
from recovery.demo.stories import MANAGER, NEUROLOGIST, PASSWORD, PROXY, STORIES
from tracker import second_factor


class Command(BaseCommand):
    help = "Makes the database, the static files and the demo; keeps what is there."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--crowd", type=int, default=CROWD, help="how many patients beside those of the stories"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This loads invented people. Set DEMO=1 if that is what you want.")
        _be_free(options["port"])
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        if not load.is_loaded():
            self.stdout.write("Writing the demo's stories, and the other patients of its clinic ...")
            load.load(timezone.now(), crowd=options["crowd"])
        second_factor.make_demo_tryable()
        self._print_addresses(f"http://127.0.0.1:{options['port']}/")

    def _print_addresses(self, address: str) -> None:
        people = [
            (NEUROLOGIST[0], "de neuroloog / the neurologist"),
            (MANAGER[0], "de beheerder van de kliniek / the clinic's manager"),
            (PROXY[0], "schrijft in het dagboek van haar vader / writes in her father's diary"),
            *((story.email, story.about) for story in STORIES),
        ]
        self.stdout.write(f"\n  {address}  the front door\n  {address}account/login/  to sign in")
        self.stdout.write(
            f"  {address}phone/  whom to phone\n\n  Every demo login has the password {PASSWORD}\n"
            "  The neurologist and the manager are asked for a code as well: the page shows it, in the demo only\n"
        )
        for email, about in people:
            self.stdout.write(f"    {email:26} {about}")
        self.stdout.write(f"\n  Mail is written to {settings.EMAIL_FILE_PATH}. Stop with Ctrl-C.\n")


def _be_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            raise CommandError(
                f"Port {port} cannot be used, mostly because something is running on it. "
                "Choose another: make run PORT=8123"
            ) from None
