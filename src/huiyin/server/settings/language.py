"""Language and time: Chinese unless the reader prefers English or chose it."""

from django.utils.translation import gettext_lazy as _

from huiyin.server import pack_words
from huiyin.server.environment import env
from huiyin.server.settings.product import HUIYIN_PACK

# "zh" and "zh_CN.UTF-8" mean the Chinese there is, as they do on the command line.
LANGUAGE_CODE = (
    "zh-hans"
    if env.str("HUIYIN_LANGUAGE", default="zh-hans").lower().startswith("zh")
    else "en"
)
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "huiyin_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
# A pack's own words go before the product's: a grievance mechanism does not speak of petitions.
LOCALE_PATHS = [str(pack_words.folder(HUIYIN_PACK))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("HUIYIN_TIME_ZONE", default="Asia/Shanghai")
