"""Questions about a proposed corridor, one a file; together the command ``corridor``."""

from __future__ import annotations

from leopard_range.studies.corridor.audit import AuditQuestion, audit
from leopard_range.studies.corridor.audit_answer import AuditAnswer
from leopard_range.studies.corridor.compare import (
    CompareAnswer,
    CompareQuestion,
    compare,
)
from leopard_range.studies.corridor.current import CurrentAnswer, CurrentQuestion, current
from leopard_range.studies.corridor.effect import EffectAnswer, EffectQuestion, effect
from leopard_range.studies.corridor.ensemble import (
    EnsembleAnswer,
    EnsembleQuestion,
    ensemble,
)
from leopard_range.studies.corridor.path import PathAnswer, PathQuestion, path
from leopard_range.studies.corridor.report import ReportAnswer, ReportQuestion, report, report_cost
from leopard_range.studies.corridor.times import (
    compare_cost,
    current_cost,
    effect_cost,
    ensemble_cost,
    path_cost,
)
from leopard_range.studies.shape import N_, Study

__all__ = ["CORRIDOR_STUDIES"]

CORRIDOR_STUDIES: tuple[Study, ...] = (
    # audit
    Study(
        "corridor audit",
        N_("Audit of a corridor"),
        N_("How wide a proposed corridor is, how broken, and what it crosses."),
        AuditQuestion,
        AuditAnswer,
        audit,
        "razdolnaya --year 2026",
        clearance="public",
    ),
    # path
    Study(
        "corridor path",
        N_("Least-cost path"),
        N_("The cheapest way between the ends of a proposal, the band around it, and published figures."),
        PathQuestion,
        PathAnswer,
        path,
        "razdolnaya --slack-percent 10",
        clearance="public",
        cost=path_cost,
        saves=("tif", "gpkg"),
    ),
    # current
    Study(
        "corridor current",
        N_("Current through a corridor"),
        N_("How much current a proposal carries, where it crowds, and where restoring would help most."),
        CurrentQuestion,
        CurrentAnswer,
        current,
        "razdolnaya --mode pair",
        clearance="public",
        cost=current_cost,
        saves=("tif",),
    ),
    # effect
    Study(
        "corridor effect",
        N_("With and without the corridor"),
        N_("What a proposal changes: least-cost distance, resistance, current, and the network of patches."),
        EffectQuestion,
        EffectAnswer,
        effect,
        "razdolnaya --remove road,railway",
        clearance="public",
        cost=effect_cost,
    ),
    # ensemble
    Study(
        "corridor ensemble",
        N_("How sure the effect is"),
        N_("The effect of a proposal under many class costs, contrasts and grains: median and interval."),
        EnsembleQuestion,
        EnsembleAnswer,
        ensemble,
        "razdolnaya --members 20 --seed 1",
        clearance="public",
        cost=ensemble_cost,
        spreads=True,
    ),
    # compare
    Study(
        "corridor compare",
        N_("Proposals side by side"),
        N_(
            "Compare proposals on one map section under the same assumptions, and how often each ranks first."
        ),
        CompareQuestion,
        CompareAnswer,
        compare,
        'razdolnaya --with "razdolnaya-computed"',
        clearance="public",
        cost=compare_cost,
        spreads=True,
    ),
    # report
    Study(
        "corridor report",
        N_("Report on a corridor"),
        N_("Everything about a proposed corridor as one report: HTML, PDF, GeoPackage, JSON, or a zip."),
        ReportQuestion,
        ReportAnswer,
        report,
        "razdolnaya --with none",
        clearance="public",
        cost=report_cost,
        spreads=True,
        saves=("html", "pdf", "gpkg", "zip", "json"),
    ),
)
"""Every question about a corridor; the last part of the name is the action of the command."""
