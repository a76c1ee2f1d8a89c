from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.wsgi import wrap_file

from odoo.exceptions import AccessError, MissingError
from odoo.http import Controller, Response, request, route

from ..models.pharma_call_recording_file import RecordingError
from ..models.recording_file import get_mimetype


class RecordingController(Controller):
    """Recordings of calls, played in the browser (000-07, 002-27)."""

    @route(
        '/pharma/telephony/recording/<int:recording_id>',
        type='http',
        auth='user',
        methods=['GET'],
        readonly=False,
        save_session=False,
    )
    def pharma_recording(self, recording_id, **_params):
        """Send a recording, or the part of it that a player asks for, and log who listens.

        :param int recording_id: id of a ``pharma.call.recording``
        :return: 200 or 206 with the sound; 404 for what is missing or may not be heard, 409 if the
            file was changed, 410 if it was deleted, 416 for a part that is not there
        """
        recording = request.env['pharma.call.recording'].browse(recording_id)
        try:
            # sudo: whether there is such a row; the same answer as for one of others
            is_there = bool(recording.sudo().exists())
            if is_there:
                recording._check_listen()
        except (AccessError, MissingError):
            is_there = False
        if not is_there:
            return _say(request.env._("There is no such recording, or you may not hear it."), 404)
        try:
            file, size = recording._open()
        except RecordingError as error:
            return _say(str(error), error.status)
        address = request.httprequest.remote_addr
        request.env['pharma.call.recording.listen']._log(recording, address)
        # sudo: the path is nobody's to read
        return _send(file, size, get_mimetype(recording.sudo().path))


def _send(file, size, mimetype):
    """Return the response with the file, or the part that the request names."""
    environ = request.httprequest.environ
    response = Response(wrap_file(environ, file), mimetype=mimetype, direct_passthrough=True)
    response.call_on_close(file.close)
    response.headers['Content-Length'] = str(size)
    response.headers['Accept-Ranges'] = 'bytes'
    try:
        response.make_conditional(environ, accept_ranges=True, complete_length=size)
    except RequestedRangeNotSatisfiable:
        file.close()
        response = _say(request.env._("This part of the recording does not exist."), 416)
        response.headers['Content-Range'] = f'bytes */{size}'
        return response
    return _protect(response)


def _say(text, status):
    return _protect(Response(text, status=status, mimetype='text/plain'))


def _protect(response):
    response.headers['Cache-Control'] = 'no-store, private'
    response.headers['X-Content-Type-Options'] = 'nosniff'
    response.headers['Content-Security-Policy'] = "default-src 'none'"
    response.headers['Content-Disposition'] = 'inline'
    return response
