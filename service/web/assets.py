"""The style sheet, script and icon of the pages, read once: no file stays open for a browser that turns away."""

from importlib.resources import files

from flask import Response, request

from service.edge.problems import Problem
from service.web.blueprint import web
from service.words.sentences import no_op as _

TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
ASSETS = {asset.name: asset.read_bytes() for asset in (files("service.web") / "static").iterdir() if asset.is_file()}


@web.get("/static/<filename>", endpoint="static")
def static(filename: str) -> Response:
    """One of the files of the pages, with an ETag."""
    content = ASSETS.get(filename)
    if content is None:
        raise Problem(404, "not_found", _("There is nothing at this address that you may know of."))
    response = Response(content, mimetype=TYPES.get(filename.rpartition(".")[2], "application/octet-stream"))
    response.add_etag()
    response.make_conditional(request)
    return response
