#!/bin/sh
# Resolve the locks anew: everything, and what the images need. Hashes in, index addresses out.
set -eu
cd "$(dirname "$0")/.."
command -v uv >/dev/null 2>&1 || {
    echo "cannot lock: there is no uv (pip install uv)" >&2
    exit 1
}

compile() {
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-header --no-annotate --no-config \
        --no-emit-package waymark-shared --no-emit-package waymark-resources \
        --no-emit-package waymark-search-intercept --no-emit-package waymark-deploy \
        "$@"
}

compile --group pyproject.toml:dev pyproject.toml -o requirements.lock
compile --constraint requirements.lock services/search-intercept/pyproject.toml \
    services/resources/pyproject.toml shared/pyproject.toml -o deploy/requirements.lock
