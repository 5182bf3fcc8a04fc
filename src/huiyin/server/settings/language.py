"""Language and time: Chinese unless the reader prefers English or chose it."""

from django.utils.translation import gettext_lazy as _

from huiyin.server.environment import env

LANGUAGE_CODE = env.str("HUIYIN_LANGUAGE", default="zh-hans")
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "huiyin_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LOCALE_PATHS: list[str] = []
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("HUIYIN_TIME_ZONE", default="Asia/Shanghai")
