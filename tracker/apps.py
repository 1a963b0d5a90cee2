"""What the site does once, when every model is loaded."""

from django.apps import AppConfig, apps


class TrackerConfig(AppConfig):
    name = "tracker"

    def ready(self) -> None:
        if not apps.is_installed("recovery.people"):  # a command that needs no site
            return
        from tracker import field_keys, sealed_addresses  # noqa: PLC0415 - models are there only now

        sealed_addresses.seal_addresses()
        field_keys.register()
