"""Applications, middleware, templates and tasks: what the server is composed of."""

from typing import Any

INSTALLED_APPS = [
    "huiyin.web",  # before allauth, so that its pages wear our clothes
    "huiyin.web.public",
    "huiyin.web.officer",
    "huiyin.web.supervisor",
    "huiyin.web.administration",
    "huiyin.oversight",
    "huiyin.correspondence",
    "huiyin.casework",
    "huiyin.organisations",
    "huiyin.people",
    "huiyin.ledger",
    "huiyin.server",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "health_check",
]

MIDDLEWARE = [
    "huiyin.server.logs.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "huiyin.server.headers.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Static files are compressed already. Of a page, nobody can guess a secret from its
    # length (BREACH): each answer is longer by a random number of bytes, and the token
    # against forged forms is written another way each time.
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "huiyin.web.kit.receiving.Receiving",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "huiyin.web.kit.idling.IdleMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "huiyin.web.kit.kept.middleware.KeptWords",
    "huiyin.web.kit.receiving.Refusing",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "huiyin.server.urls"
WSGI_APPLICATION = "huiyin.server.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "huiyin.web.kit.context.common",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "huiyin.web.templatetags.huiyin",
            ],
        },
    },
]

FORM_RENDERER = "huiyin.web.kit.drawing.Controls"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
