"""The addresses of this room: its own, and those of the kernel."""

from django.conf import settings
from django.urls import include, path

from commonground_web.kernel.pages.language import choose
from commonground_web.kernel.pages.views import help_page, purpose

urlpatterns = [
    path("help/", help_page, name="help"),
    path("language/", choose, name="language"),
    path("purpose/", purpose, name="purpose"),
    path("retention/", include("commonground_web.kernel.retention.urls")),
    path("keeping/", include("commonground_web.kernel.purge.urls")),
    path("exports/", include("commonground_web.kernel.exports.urls")),
    path("waiting/", include("commonground_web.kernel.waiting.urls")),
    path("done/", include("commonground_web.kernel.trail.urls")),
    path("account/", include("allauth.urls")),
    path("people/", include("commonground_web.kernel.accounts.pages.urls")),
    path("", include(settings.FACE.urls)),
    *([path("demo/", include("commonground_web.demo.door.urls"))] if settings.DEMO else []),
]
handler400 = "commonground_web.kernel.pages.errors.bad_request"
handler403 = "commonground_web.kernel.pages.errors.not_found_page"
handler404 = "commonground_web.kernel.pages.errors.not_found_page"
handler500 = "commonground_web.kernel.pages.errors.server_error"
