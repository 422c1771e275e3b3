"""Celery: what is to be done before a day passes."""

from celery import shared_task

from audit import clocks
from contracts.actions import remind_of_price_holds as remind


@shared_task
def remind_of_price_holds() -> int:
    """Mail those who are to sign that a price soon holds no more; each is told once of each threshold."""
    return remind(now=clocks.now())
