"""The morning round over many open cases: `python -m tests.bench.morning [--cases N] [--people N]`.

Fills a database as years of use would, then starts the real office at eight o'clock of a school
day: reminders of all duties that came to their day, and the overviews of everybody. It prints
figures, and nothing passes or fails.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import batched
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.clock import monotonic
from bot.core.calendar import Calendar
from bot.core.case import Ack, Case, Deadline, DeadlineKind, Status
from bot.core.deadlines import owed_at_intake
from bot.core.duties.ladder import due_step, next_on
from bot.core.mail import Address
from bot.core.policy import Policy
from bot.post.smtp.envelope import Accepted, Envelope, Outcome
from bot.store.audit import GENESIS, hash_of
from bot.store.database import Database
from bot.store.duties import deadline_values
from bot.store.register import case_values
from bot.store.tables import AUDIT, CASES, COUNTERS, DEADLINES, LETTERS, MAILS
from tests.builders import MAILBOX, SetClock, a_case
from tests.collecting import CollectingPostman
from tests.offices import Office

MORNING = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)  # eight o'clock in Brussels, a Tuesday
TODAY = MORNING.date()
_DAY = timedelta(days=1)
_SPREAD = 300  # days over which the open cases came in
_ASIDE = 300  # mails that lie apart
_SEED = 20261124
