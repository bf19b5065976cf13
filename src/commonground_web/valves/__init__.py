"""The valves: the only way between the rooms; one-way, narrow, typed, signed, sealed, audited.

A room puts a message into its outbox (`boxes.sending`). The carrier, a process that holds no key,
copies it to the inbox of the room that it is for (`carrying`). That room opens it, and acts
(`boxes.receiving`). `ways` says which rooms may say what to which; `messages` says what exactly.
"""
