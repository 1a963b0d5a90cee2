#!/usr/bin/env python3
"""Django's command line for this project."""

import os
import sys

# These read a file and write what they found: no secret, no database, no site.
WITHOUT_SITE = {"assess"}

if __name__ == "__main__":
    needed = "tracker.settings_no_site" if WITHOUT_SITE.intersection(sys.argv[1:2]) else "tracker.settings"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", needed)
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # For an operator, who is told what is missing and not through which files it was found.
        if "--traceback" in sys.argv:
            raise
        sys.exit(str(error))
