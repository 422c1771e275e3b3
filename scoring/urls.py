"""The pages of an RFQ after its deadline."""

from django.urls import path

from scoring.views import (
    award,
    compare,
    decisions,
    exports,
    files,
    firmness,
    opening,
    ranking,
    staffing,
    uncertainty,
    waivers,
)

app_name = "scoring"
ONE = "rfqs/<str:code>/"

urlpatterns = [
    path(f"{ONE}opening/", opening.opening, name="opening"),
    path(f"{ONE}opening/approve/", opening.approve, name="opening_approve"),
    path(f"{ONE}opening/continue/", opening.go_on, name="opening_continue"),
    path(f"{ONE}opening/minutes/", opening.minutes, name="minutes"),
    path(f"{ONE}opening/minutes.pdf", opening.minutes_pdf, name="minutes_pdf"),
    path(f"{ONE}opening/reviewers/", opening.add_reviewer, name="add_reviewer"),
    path(f"{ONE}opening/settle/", opening.settle, name="settle"),
    path(f"{ONE}answers/", compare.answers, name="answers"),
    path(f"{ONE}answers/contradictions/", compare.contradictions, name="contradictions"),
    path(f"{ONE}answers/files/<uuid:file_id>/", files.file, name="file"),
    path(f"{ONE}prices/", compare.prices, name="prices"),
    path(f"{ONE}prices/lines/", compare.lines, name="lines"),
    path(f"{ONE}prices/scenario/", compare.save_scenario, name="what_if_save"),
    path(f"{ONE}decisions/", decisions.decisions, name="decisions"),
    path(f"{ONE}staffing/", staffing.staffing, name="staffing"),
    path(f"{ONE}prices/download/", exports.prices, name="prices_export"),
    path(f"{ONE}ranking/", ranking.ranking, name="ranking"),
    path(f"{ONE}ranking/run/", ranking.rank, name="rank"),
    path(f"{ONE}ranking/reproduce/", ranking.reproduce, name="reproduce"),
    path(f"{ONE}firmness/", firmness.firmness, name="firmness"),
    path(f"{ONE}ranking/download/", exports.ranking, name="ranking_export"),
    path(f"{ONE}answers/download/", exports.answers, name="answers_export"),
    path(f"{ONE}uncertainty/", uncertainty.uncertainty, name="uncertainty"),
    path(f"{ONE}uncertainty/<int:number>/cancel/", uncertainty.cancel, name="simulation_cancel"),
    path(f"{ONE}uncertainty/<int:number>/reproduce/", uncertainty.reproduce, name="simulation_reproduce"),
    path(f"{ONE}waivers/", waivers.waivers, name="waivers"),
    path(f"{ONE}waivers/decide/", waivers.decide, name="waiver_decide"),
    path(f"{ONE}award/", award.award, name="award"),
    path(f"{ONE}award/approve/", award.approve, name="award_approve"),
    path(f"{ONE}award/return/", award.send_back, name="award_return"),
    path(f"{ONE}award/close/", award.close, name="award_close"),
]
