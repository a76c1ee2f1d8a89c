import hashlib
import hmac
import json
import logging
import re
import time

from werkzeug.exceptions import HTTPException

from odoo import SUPERUSER_ID, http
from odoo.http import request

from ..models.pharma_pbx_intake_rules import TRANSIENT

_logger = logging.getLogger(__name__)

MOST_BYTES = 2**20
MOST_EVENTS = 200
MOST_SECONDS = 300
RETRY_SECONDS = 2
TIMESTAMP = re.compile('[0-9]{1,12}')


class TelephonyController(http.Controller):
    """Where the connector of a PBX posts its events, signed (000-01, 002-26)."""

    @http.route(
        '/pharma/telephony/v1/events',
        type='http',
        auth='none',
        methods=['POST'],
        csrf=False,  # no cookie is looked at: each request is signed
        save_session=False,
        readonly=False,
        max_content_length=MOST_BYTES,
    )
    def pharma_telephony_events(self, **_kwargs):
        """Take in events of a PBX, see docs/telephony.md.

        :return: response: 200 with what was refused; 400 no list of events; 401 not signed by a
            known PBX, or long ago; 413 too much; 503 try again
        """
        body = self._read_body()
        if body is None:
            return self._answer(413, error='too much: at most 1 MiB and 200 events')
        try:
            pbx = self._find_pbx(body)
            if pbx is None:
                return self._answer(401, error='unknown')
            events = self._read_events(body)
            if not isinstance(events, list) or not events:
                return self._answer(400, error='not a JSON list of events')
            if len(events) > MOST_EVENTS:
                return self._answer(413, error='too much: at most 1 MiB and 200 events')
            return self._answer(200, **pbx._take_in(events))
        except TRANSIENT:
            _logger.info('telephony: a request is to be sent again', exc_info=True)
        except Exception:
            _logger.exception('telephony: a request is to be sent again')
        request.env.cr.rollback()
        return self._answer(503, error='try again')

    def _read_body(self):
        """Return the raw body, None if it is too large: then it is not read."""
        httprequest = request.httprequest
        if (httprequest.content_length or 0) > MOST_BYTES:
            return None
        try:
            body = httprequest.get_data(parse_form_data=False)
        except HTTPException:
            return None
        return body if len(body) <= MOST_BYTES else None

    def _find_pbx(self, body):
        """Return the PBX that signed the body a moment ago; None is all anybody else learns."""
        headers = request.httprequest.headers
        code = headers.get('X-Pharma-Pbx', '')
        stamp = headers.get('X-Pharma-Timestamp', '')
        given = headers.get('X-Pharma-Signature', '')
        # nobody is logged in: the signature is checked against the secret, which nobody reads
        env = request.env(user=SUPERUSER_ID, context={})
        pbx, secret = env['pharma.pbx']._find_signer(code)
        stamp = stamp if TIMESTAMP.fullmatch(stamp) else '0'
        message = stamp.encode() + b'.' + body
        signature = hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
        is_good = hmac.compare_digest(f'v1={signature}'.encode(), given.encode('utf-8', 'replace'))
        is_recent = abs(time.time() - int(stamp)) <= MOST_SECONDS
        if pbx and is_good and is_recent:
            return pbx.with_company(pbx.company_id)
        reason = 'Signed wrongly' if not is_good else 'Signed too long ago: check the clocks'
        env['pharma.pbx.refusal']._count(pbx, {(reason, pbx.code or 'unknown PBX'): [1, {}]})
        return None

    def _read_events(self, body):
        """Return the JSON of a body, None if it is none."""
        try:
            return json.loads(body, parse_constant=self._refuse_constant)
        except (ValueError, RecursionError):
            return None

    @staticmethod
    def _refuse_constant(name):
        raise ValueError(name)

    def _answer(self, status, **values):
        headers = [('Cache-Control', 'no-store')]
        if status == 503:
            headers.append(('Retry-After', str(RETRY_SECONDS)))
        return request.make_json_response(values, headers=headers, status=status)
