"""What we think: openings, gates, flags, sheets, runs, the award."""

from scoring.models.award import AwardShape, AwardShare, Evaluation
from scoring.models.debrief import DebriefLetter
from scoring.models.findings import GateResult, RedFlag
from scoring.models.judging import Assignment, EvidenceRecord
from scoring.models.opening import OpeningApproval, OpeningMinutes
from scoring.models.runs import ScoreRun, Simulation, TcoRun, WhatIf
from scoring.models.sheets import Consensus, Score, ScoreRevision, Sheet
from scoring.models.waivers import Waiver

__all__ = [
    "Assignment",
    "AwardShape",
    "AwardShare",
    "Consensus",
    "DebriefLetter",
    "Evaluation",
    "EvidenceRecord",
    "GateResult",
    "OpeningApproval",
    "OpeningMinutes",
    "RedFlag",
    "Score",
    "ScoreRevision",
    "ScoreRun",
    "Sheet",
    "Simulation",
    "TcoRun",
    "Waiver",
    "WhatIf",
]
