"""What a write can touch: the words in which the store tells the screens that something changed."""
from enum import StrEnum


class Kind(StrEnum):
    ACTIVITY = "activity"
    NOTICE = "notice"
    VISIT = "visit"
    CARD = "card"
    COMPLAINT = "complaint"
    AUTHORITY = "authority"
    DRAFT = "draft"
    REQUEST = "request"
    ACCOUNT = "account"
    EXPORT = "export"
    BACKUP = "backup"
