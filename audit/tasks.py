"""Celery: link what has committed, keep the anchors, verify every hour."""

from celery import shared_task

from audit import clocks
from audit.actions import anchor_hour
from audit.chain import link_new
from audit.keeping import write_anchors


@shared_task
def link() -> int:
    """Every second: link new events and carry new anchors into the file."""
    done = link_new()
    write_anchors()
    return done


@shared_task
def hourly() -> bool:
    """Verify the chain, put that on record, and anchor the head. True when everything was sound."""
    return anchor_hour(now=clocks.now()).sound
