"""How gunicorn serves the site: a few processes, since pages compute, with threads for slow phones."""

worker_class = "gthread"
workers = 2
threads = 4
timeout = 30
graceful_timeout = 10
loglevel = "warning"
