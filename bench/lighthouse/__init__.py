"""What Lighthouse finds of the pages that a patient opens most, on its throttled phone: `make lighthouse`."""
