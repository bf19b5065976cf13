"""The carrier: a process that copies sealed messages from outboxes to inboxes, and can do no more.

It is no room: it has no settings, accounts or keys of one, and knows no Django. In each database
it may read the outbox, insert into the inbox and see which messages are there. It keeps nothing:
what to carry is what lies in an outbox and not in the inbox it is for. So it may be killed at any
moment, or run twice at once, and an inbox that is restored from a backup is filled again.
"""
