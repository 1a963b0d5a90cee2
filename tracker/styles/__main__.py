"""Write the part of Bootstrap that is used."""

import sys

from tracker.styles.subset import SUBSET, subset

SUBSET.write_text(subset())
sys.stdout.write(f"{SUBSET.name}: {SUBSET.stat().st_size} bytes\n")
