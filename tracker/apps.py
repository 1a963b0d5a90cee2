"""What the site does once, when every model is loaded."""

from django.apps import AppConfig


class TrackerConfig(AppConfig):
    name = "tracker"

    def ready(self) -> None:
        from tracker import field_keys, sealed_addresses  # noqa: PLC0415 - models are there only now

        sealed_addresses.seal_addresses()
        field_keys.register()
