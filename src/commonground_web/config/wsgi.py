"""What the room's server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonground_web.config.settings")
application = get_wsgi_application()
