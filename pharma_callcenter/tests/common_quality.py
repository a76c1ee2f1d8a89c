import os
import shutil
import struct
import tempfile
import time
from datetime import datetime, timedelta

from odoo.fields import Command
from odoo.tests import new_test_user

# Monday, 10:00 in Ho Chi Minh City, in the week before the one that is drawn in.
MONDAY = datetime(2026, 2, 23, 3, 0)
NOW = datetime(2026, 3, 2, 3, 0)
WEEK = MONDAY.date()


def make_wav(seconds=1):
    """Return the bytes of a silent mono file of 8000 samples a second."""
    data = b'\x80' * 8000 * seconds
    head = struct.pack('<4sI4s4sIHHIIHH', b'RIFF', 36 + len(data), b'WAVE', b'fmt ', 16, 1, 1,
                       8000, 8000, 1, 8)  # fmt: skip
    return head + struct.pack('<4sI', b'data', len(data)) + data


class QualityMixin:
    """A PBX with a folder of recordings, two agents and two supervisors."""

    @classmethod
    def _create_quality(cls):
        cls.env.company.partner_id.country_id = cls.env.ref('base.vn')
        agent = 'pharma_callcenter.group_call_agent'
        supervisor = 'pharma_callcenter.group_call_supervisor'
        cls.agent = new_test_user(cls.env, 'q_agent', groups=agent)
        cls.colleague = new_test_user(cls.env, 'q_colleague', groups=agent)
        cls.supervisor = new_test_user(cls.env, 'q_supervisor', groups=supervisor)
        cls.supervisor2 = new_test_user(cls.env, 'q_supervisor2', groups=supervisor)
        cls.manager = new_test_user(cls.env, 'q_manager', groups='pharma_crm.group_pharma_manager')
        cls.listener = new_test_user(
            cls.env, 'q_listener', groups=f'pharma_callcenter.group_call_listener,{supervisor}'
        )
        cls.portal = new_test_user(cls.env, 'q_portal', groups='base.group_portal')
        other = cls.env['res.company'].create({'name': 'Other Chain'})
        cls.outsider = new_test_user(
            cls.env,
            'q_outsider',
            groups=f'pharma_callcenter.group_call_listener,{supervisor}',
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        cls.folder = tempfile.mkdtemp(prefix='pharma-recordings-')
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.pbx = cls.env['pharma.pbx'].create(
            {'name': 'Q', 'code': 'q-1', 'recording_folder': cls.folder}
        )
        cls.card = cls.env['pharma.call.quality.scorecard'].create(
            {
                'name': 'Card',
                'sequence': -1,
                'criterion_ids': [
                    Command.create({'name': 'Kind', 'area': 'attitude', 'weight': 20}),
                    Command.create({'name': 'Clear', 'area': 'communication', 'weight': 30}),
                    Command.create(
                        {'name': 'Right', 'area': 'professional', 'weight': 50, 'is_knockout': True}
                    ),
                ],
            }
        )

    @classmethod
    def _create_call(cls, user, start=MONDAY, talk=60, **values):
        cls.last = getattr(cls, 'last', 0) + 1
        return cls.env['pharma.call'].create(
            {
                'source': 'pbx',
                'pbx_id': cls.pbx.id,
                'external_id': f'q-{cls.last}',
                'state': 'answered',
                'date_start': start,
                'date_end': start + timedelta(seconds=talk),
                'talk_seconds': talk,
                'user_id': user.id,
                **values,
            }
        )

    @classmethod
    def _write_file(cls, path, content=None, age=3600):
        full = os.path.join(cls.folder, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, 'wb') as file:
            file.write(make_wav() if content is None else content)
        moment = time.time() - age
        os.utime(full, (moment, moment))
        return full

    @classmethod
    def _record(cls, call, path='a/one.wav', content=None, **event):
        cls._write_file(path, content)
        refused = cls.env['pharma.call']._take_recordings(
            cls.pbx, [{'call': call.external_id, 'path': path, **event}]
        )
        assert not refused, refused
        return call.recording_ids.filtered(lambda r: r.path == path)

    def _clean_folder(self):
        """Each test finds the folder as the class left it, and links and pipes go."""
        shutil.rmtree(self.folder)
        os.mkdir(self.folder)

    def _score(self, check, scores):
        for line, score in zip(check.score_ids, scores, strict=True):
            line.score = score
