"""What reading somebody else's JSON can raise."""

import msgspec

UNREADABLE = (msgspec.MsgspecError, RecursionError)
