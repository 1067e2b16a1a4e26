"""The documented views: what any tool may read, also while the bot runs."""

from __future__ import annotations

VIEWS = {
    "v_register": """
        SELECT number, kind, status, track, urgency, language, school, received_at, received_on,
               via, subject, complainant_name, complainant_email, handler, ack, acknowledged_at,
               outcome FROM cases""",
    "v_letters": """
        SELECT id, message_id, letter, language, to_address, case_number, status, queued_at,
               sent_at, attempts, error FROM outbox""",
    "v_deadlines": """
        SELECT case_number, kind, start_on, due_on, target_on, rule, source, met_at, stage
        FROM deadline""",
}
