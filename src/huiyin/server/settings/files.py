"""Files: attachments in the data directory or an S3-compatible store, static files
through WhiteNoise.
"""

from typing import Any

from huiyin.server.environment import data_dir, env
from huiyin.server.settings.network import refuse_in_the_clear
from huiyin.server.settings.safety import DEBUG

STATIC_URL = "static/"
STATIC_ROOT = data_dir() / "static"

# Files get a hash in their name once `huiyin init` has collected them; before that
# (tests, a work tree) they are found
# where they lie.
_collected = (STATIC_ROOT / "staticfiles.json").is_file() and not DEBUG

WHITENOISE_USE_FINDERS = not _collected
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
WHITENOISE_MAX_AGE = 3600

FILE_UPLOAD_PERMISSIONS = 0o600
# Never through a temporary file: a report of wrongdoing would lie there in clear.
FILE_UPLOAD_HANDLERS = ["huiyin.web.kit.uploading.InMemory"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024


def _attachments() -> dict[str, Any]:
    """Return where attachments are kept: outside the web root, handed out only by a
    view that asks who reads.
    """
    bucket = env.str("HUIYIN_S3_BUCKET", default="")
    if not bucket:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {
                "location": str(data_dir() / "attachments"),
                "base_url": None,
            },
        }
    endpoint = env.str("HUIYIN_S3_ENDPOINT", default="")
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": refuse_in_the_clear(
                "HUIYIN_S3_ENDPOINT", endpoint, "https"
            )
            or None,
            "region_name": env.str("HUIYIN_S3_REGION", default="") or None,
            "access_key": env.str("HUIYIN_S3_ACCESS_KEY", default="") or None,
            "secret_key": env.str("HUIYIN_S3_SECRET_KEY", default="") or None,
            "default_acl": None,
            "querystring_auth": True,
            "file_overwrite": False,
        },
    }


_STATIC = (
    "whitenoise.storage.CompressedManifestStaticFilesStorage"
    if _collected
    else "django.contrib.staticfiles.storage.StaticFilesStorage"
)

STORAGES = {"default": _attachments(), "staticfiles": {"BACKEND": _STATIC}}
