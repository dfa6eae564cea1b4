from django.urls import include, path
from rest_framework.routers import SimpleRouter

from rectification.progress import api
from rectification.progress.views import board, decisions, mine, report, rhythms, summary

app_name = "progress"

router = SimpleRouter(use_regex_path=False)
router.register("rhythms", api.Rhythms, "api-rhythm")
router.register("periods", api.Periods, "api-period")
router.register("duties", api.Duties, "api-duty")
router.register("reports", api.Reports, "api-report")
router.register("summaries", api.Summaries, "api-summary")
router.register("measures", api.Measures, "api-measure")

PLACE = "reports/<int:period_pk>/<int:issue_pk>/<int:unit_pk>/"

urlpatterns = [
    path("board/", board.board, name="board"),
    path("periods/<int:pk>/", board.period, name="period"),
    path("rhythms/", rhythms.rhythms, name="rhythms"),
    path("rhythms/new/", rhythms.new, name="new_rhythm"),
    path("rhythms/<int:pk>/", rhythms.edit, name="rhythm"),
    path("rhythms/<int:pk>/open/", rhythms.open_now, name="open_period"),
    path("reports/", mine.mine, name="mine"),
    path("reports/unit/", decisions.unit, name="unit"),
    path("reports/<int:pk>/confirm/", decisions.confirm, name="confirm"),
    path("reports/<int:pk>/return/", decisions.send_back, name="return"),
    path("reports/<int:pk>/handed-in/", report.handed_in, name="handed_in"),
    path(PLACE, report.report, name="report"),
    path(f"{PLACE}draft/", report.draft, name="draft"),
    path(f"{PLACE}draft/discard/", report.discard, name="discard_draft"),
    path(f"{PLACE}nothing-new/", mine.nothing_new, name="nothing_new"),
    path("issues/<int:issue_pk>/periods/<int:period_pk>/", summary.summary, name="summary"),
    path("issues/<int:issue_pk>/periods/<int:period_pk>/printed/", summary.printed, name="printed"),
    path("measures/<int:pk>/", decisions.measure, name="measure"),
    path("api/v1/", include(router.urls)),
]
