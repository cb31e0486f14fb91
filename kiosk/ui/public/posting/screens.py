"""Every screen of a posting."""

from kiosk.ui.public.posting.place_screens import (
    PostContactScreen,
    PostDayScreen,
    PostWhenScreen,
    PostWhereScreen,
)
from kiosk.ui.public.posting.work_screens import (
    PostHeadcountScreen,
    PostPayScreen,
    PostTradeScreen,
)

__all__ = [
    "POSTING_SCREENS",
    "PostContactScreen",
    "PostDayScreen",
    "PostHeadcountScreen",
    "PostPayScreen",
    "PostTradeScreen",
    "PostWhenScreen",
    "PostWhereScreen",
]

POSTING_SCREENS = (
    PostTradeScreen,
    PostHeadcountScreen,
    PostPayScreen,
    PostWhenScreen,
    PostDayScreen,
    PostWhereScreen,
    PostContactScreen,
)
