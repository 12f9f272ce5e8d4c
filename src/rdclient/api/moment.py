"""The moment asked for, in the workspace's zone."""

from datetime import datetime

from rdclient.model.portfolio import Portfolio


def in_zone(moment: datetime, portfolio: Portfolio) -> datetime:
    """The moment in the workspace's zone; without a zone it is read there."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=portfolio.zone)
    return moment.astimezone(portfolio.zone)
