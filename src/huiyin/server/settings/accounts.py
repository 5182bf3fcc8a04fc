"""Sign-in of staff: user name and password, a second factor, optionally the office's
own identity provider.
"""

from datetime import timedelta
from typing import Any

from huiyin.server.environment import env
from huiyin.server.settings.network import refuse_in_the_clear

AUTH_USER_MODEL = "organisations.Staff"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: it refuses those who tried too often
    "huiyin.web.kit.accounts.StaffBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"
    },
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/office/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "huiyin.web.kit.accounts.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False  # counters are shared machines
# Wrong passwords are counted by axes and by web.sign_in, under one name and one
# address. What stays here counts codes
# of the second factor, wherever one is asked for: the sixth wrong one is refused, and a
# day has thirty.
ACCOUNT_RATE_LIMITS = {"login": "", "login_failed": "5/300s/key,30/d/key"}

AXES_FAILURE_LIMIT = env.int("HUIYIN_SIGN_IN_ATTEMPTS", default=6)
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "huiyin.web.kit.errors.locked_out"
AXES_USERNAME_CALLABLE = "huiyin.web.kit.sign_in.name_tried"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "huiyin.web.kit.addresses.client"

HUIYIN_SIGN_INS_KEPT = timedelta(
    days=env.int("HUIYIN_SIGN_INS_KEPT_DAYS", default=180)
)
"""For how long the log of sign-ins is kept: who, when, from which address and with
which browser.
"""

_posts = env.list(
    "HUIYIN_SECOND_FACTOR",
    default=["clerk", "officer", "head", "sealed_reader", "administrator"],
)
HUIYIN_SECOND_FACTOR = frozenset(post.strip() for post in _posts) - {"", "none"}
"""Posts that ask for a second factor: those that open names or sealed reports, and
whoever gives out posts.
"""

HUIYIN_OIDC_SECOND_FACTOR = env.bool("HUIYIN_OIDC_SECOND_FACTOR", default=False)
"""Says that the office's identity provider asks for a second factor itself."""

HUIYIN_PROOF_MINUTES = env.int("HUIYIN_PROOF_MINUTES", default=30)
"""How long ago somebody may have proven who they are before they open a name or change
who reads sealed reports.
"""

ACCOUNT_REAUTHENTICATION_TIMEOUT = HUIYIN_PROOF_MINUTES * 60

MFA_ADAPTER = "huiyin.web.kit.second_factors.VaultAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Huiyin 回音"

SOCIALACCOUNT_ADAPTER = "huiyin.web.kit.accounts.ProviderAdapter"


def _providers() -> dict[str, Any]:
    client = env.str("HUIYIN_OIDC_CLIENT_ID", default="")
    if not client:
        return {}
    server = refuse_in_the_clear(
        "HUIYIN_OIDC_SERVER", env.str("HUIYIN_OIDC_SERVER", default=""), "https"
    )
    return {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "office",
                    "name": env.str(
                        "HUIYIN_OIDC_NAME", default="OpenID Connect"
                    ),
                    "client_id": client,
                    "secret": env.str("HUIYIN_OIDC_SECRET", default=""),
                    "settings": {"server_url": server},
                }
            ],
        }
    }


SOCIALACCOUNT_PROVIDERS = _providers()
