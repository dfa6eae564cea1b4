from django.urls import path

from rectification.office import views

app_name = "office"

urlpatterns = [
    path("settings/", views.practice, name="practice"),
    path("settings/calendar/", views.calendar, name="calendar"),
    path("settings/calendar/days/", views.set_day, name="set_day"),
    path("settings/calendar/days/<int:pk>/remove/", views.unset_day, name="unset_day"),
    path("settings/calendar/years/<int:year>/", views.mark_year, name="mark_year"),
]
