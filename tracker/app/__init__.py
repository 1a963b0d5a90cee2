"""The app on the patient's phone: what works without a connection, and what it brings back when there is one."""
