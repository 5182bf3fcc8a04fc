"""The WSGI application, for servers that speak WSGI; `huiyin serve` puts its front
before the same one.
"""

import os

from django.core.wsgi import get_wsgi_application

from huiyin.web.kit.receiving import tidying

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.server.settings")

application = tidying(get_wsgi_application())
