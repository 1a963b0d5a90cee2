"""The patient's pages: starting, logging a day, the urgent page, the course."""
