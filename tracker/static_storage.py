"""Where static files are collected: compressed, under a name with their hash, also where one script imports another."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStorage(CompressedManifestStaticFilesStorage):
    """Rewrites `import ... from "./other.js";` as well, so that no old script is mixed with a new one."""

    support_js_module_import_aggregation = True
