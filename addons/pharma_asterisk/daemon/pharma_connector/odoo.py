"""How the connector talks to Odoo: signed events, commands over JSON-2. Nothing else."""

import hashlib
import hmac
import http.client
import json
import ssl
import threading
import time
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

EVENTS = '/pharma/telephony/v1/events'
TIMEOUT = 20


class OdooError(Exception):
    """Odoo did not take a request. ``status`` is 0 when it could not be reached."""

    def __init__(self, status, text, retry=None):
        super().__init__(text)
        self.status, self.retry = status, retry


def sign(secret, timestamp, body):
    """Return the signature of a body.

    :param str secret: of the PBX in Odoo
    :param str timestamp: epoch seconds
    :param bytes body: as it is sent
    """
    text = timestamp.encode() + b'.' + body
    return 'v1=' + hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()


class Odoo:
    """One kept-alive connection; use one per lane, as its calls wait for each other.

    :param config: url, database, pbx, secret, api_key, ca_file
    """

    def __init__(self, config):
        self.config = config
        self.url = urlsplit(config.url)
        self.lock = threading.Lock()
        self.connection = None
        self.clock = None  # seconds by which this machine's clock is ahead of Odoo's

    def send_events(self, events):
        """Post events and return Odoo's answer. Blocks: call it in a thread.

        :param events: 1 to 200 dicts
        :raise OdooError: not taken
        """
        body = json.dumps(events, separators=(',', ':')).encode()
        timestamp = str(int(time.time()))
        return self._post(EVENTS, body, {
            'X-Pharma-Pbx': self.config.pbx,
            'X-Pharma-Timestamp': timestamp,
            'X-Pharma-Signature': sign(self.config.secret, timestamp, body),
        })  # fmt: skip

    def call(self, method, **values):
        """Call a method of the command table with the service user's key. Blocks.

        :param str method: 'claim' or 'report'
        :raise OdooError: not done
        """
        headers = {'Authorization': f'bearer {self.config.api_key}'}
        return self._post(f'/json/2/pharma.call.command/{method}', json.dumps(values), headers)

    def _connect(self):
        place = (self.url.hostname, self.url.port)
        if self.url.scheme == 'https':
            context = ssl.create_default_context(cafile=self.config.ca_file or None)
            return http.client.HTTPSConnection(*place, timeout=TIMEOUT, context=context)
        return http.client.HTTPConnection(*place, timeout=TIMEOUT)

    def _post(self, path, body, headers):
        headers['Content-Type'] = 'application/json'
        if self.config.database:
            headers['X-Odoo-Database'] = self.config.database
        with self.lock:
            try:
                answer, data = self._exchange(path, body, headers)
            except (OSError, http.client.HTTPException) as error:
                self._drop()
                raise OdooError(0, f'cannot be reached: {error or type(error).__name__}') from error
        date = answer.getheader('Date')
        if date:
            self.clock = time.time() - parsedate_to_datetime(date).timestamp()
        if answer.status != 200:
            retry = answer.getheader('Retry-After', '')
            text = f'{path} answered {answer.status}: {data[:300].decode("utf-8", "replace")}'
            raise OdooError(answer.status, text, int(retry) if retry.isdigit() else None)
        try:
            return json.loads(data)
        except ValueError as error:
            raise OdooError(answer.status, f'{path} answered no JSON: is it Odoo?') from error

    def _exchange(self, path, body, headers):
        """Ask once more over a new connection when the kept one was closed meanwhile: everything
        sent here may be repeated."""
        for fresh in (self.connection is None, True):
            if self.connection is None:
                self.connection = self._connect()
            try:
                self.connection.request('POST', self.url.path.rstrip('/') + path, body, headers)
                answer = self.connection.getresponse()
                data = answer.read()
            except (ConnectionError, http.client.HTTPException):
                self._drop()
                if fresh:
                    raise
            else:
                if answer.will_close:
                    self._drop()
                return answer, data
        raise http.client.HTTPException('no answer')

    def _drop(self):
        if self.connection:
            self.connection.close()
        self.connection = None
