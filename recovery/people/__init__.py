"""Who is who: users, clinics and their staff, patients, invitations; and `access`, the only door to a record.

May use: `clinical`.
"""
