"""The clinic's pages: the caseload, one patient, alerts, invitations, the clinic's own numbers."""
