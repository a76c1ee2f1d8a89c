import base64
import logging

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError

from .fold_cdr import fold_cdr
from .fold_queue_log import fold_queue_log
from .fold_text import split_lines

_logger = logging.getLogger(__name__)

SLICE = 200
AT_ONCE = 2000
MOST_BYTES = 64 * 1024 * 1024
ENTERED = ('pbx_id', 'file', 'file_name', 'kind', 'has_queue_log')


class PharmaCallImport(models.Model):
    """A file of a PBX without a connector: its calls are merged as if they had been reported.

    The same facts go to the same merge: to import a file twice, or after a connector, changes
    nothing. Small files are done at once, others by a job in slices. (000-45, 002-26)
    """

    _name = 'pharma.call.import'
    _description = "Import of Calls"
    _order = 'id desc'
    _rec_name = 'file_name'

    pbx_id = fields.Many2one(
        'pharma.pbx', string="PBX", required=True, index=True, ondelete='restrict'
    )
    company_id = fields.Many2one(related='pbx_id.company_id', store=True, index=True)
    file = fields.Binary(attachment=True, copy=False, help="Forgotten once its calls are imported.")
    file_name = fields.Char(string="Name of the File", required=True)
    kind = fields.Selection(
        [
            ('auto', "Recognise It"),
            ('queue_log', "Log of Queues (queue_log)"),
            ('cdr', "Call Records (CSV)"),
        ],
        required=True,
        default='auto',
    )
    has_queue_log = fields.Boolean(
        string="Queues Come from a queue_log",
        default=True,
        help="Call records do not say who waited and who was rung: calls through queues are left"
        " to the queue_log, which is imported as well.",
    )
    state = fields.Selection(
        [('new', "New"), ('running', "Running"), ('failed', "Failed"), ('done', "Done")],
        required=True,
        readonly=True,
        default='new',
        index=True,
        copy=False,
    )
    line_count = fields.Integer(string="Lines", readonly=True, copy=False)
    problem_count = fields.Integer(string="Lines Left Out", readonly=True, copy=False)
    event_count = fields.Integer(string="Facts", readonly=True, copy=False)
    done_count = fields.Integer(string="Facts Done", readonly=True, copy=False)
    refused_count = fields.Integer(string="Facts Refused", readonly=True, copy=False)
    call_count = fields.Integer(string="New Calls", readonly=True, copy=False)
    progress = fields.Float(compute='_compute_progress', help="Per cent of the work that is done.")
    problems = fields.Text(readonly=True, copy=False, help="Which lines were left out, and why.")
    date_done = fields.Datetime(string="Done On", readonly=True, copy=False)

    @api.depends('event_count', 'done_count', 'state')
    def _compute_progress(self):
        for job in self:
            whole = 100.0 if job.state == 'done' else 0.0
            job.progress = 100.0 * job.done_count / job.event_count if job.event_count else whole

    @api.model_create_multi
    def create(self, vals_list):
        """Keep files to import; progress and result follow from the work.

        :param list vals_list: ``pbx_id``, ``file`` (base64), ``file_name``, ``kind``,
            ``has_queue_log``
        :return: the new ``pharma.call.import`` records
        :raise AccessError: for a PBX that the user may not read
        """
        if not self.env.su:
            defaults = self.default_get(list(ENTERED))
            vals_list = [
                {name: value for name, value in {**defaults, **vals}.items() if name in ENTERED}
                | {'state': 'new'}
                for vals in vals_list
            ]
            ids = {vals['pbx_id'] for vals in vals_list if vals.get('pbx_id')}
            self.env['pharma.pbx'].browse(ids).check_access('read')
        return super().create(vals_list)

    def action_import(self):
        """Import the file: a small one at once, the rest of a big one in the background (002-26).

        :return: True
        :raise AccessError: for whoever may not import files
        :raise UserError: for a file that is empty, too big, or done already
        """
        self.ensure_one()
        self.check_access('create')
        self.check_access('read')
        if self.state == 'done':
            raise UserError(self.env._("This file is imported already. Upload another one."))
        # sudo: facts of a PBX are written by the intake alone; the right was checked
        job_sudo = self.sudo()
        if not job_sudo.try_lock_for_update():
            raise UserError(self.env._("The import is under way. Load the page again later."))
        job_sudo._begin()
        for _count in job_sudo._work(AT_ONCE):
            pass
        if job_sudo.state == 'running':
            cron = self.env.ref(
                'pharma_callcenter.ir_cron_pharma_call_import', raise_if_not_found=False
            )
            if cron:
                cron.sudo()._trigger()  # sudo: supervisors may not read scheduled actions
        return True

    # === WORK === #
    def _begin(self):
        content = base64.b64decode(self.file or b'')
        if not content:
            raise UserError(self.env._("The field 'File' is empty. Upload the file of the PBX."))
        if len(content) > MOST_BYTES:
            raise UserError(
                self.env._(
                    "The file has more than %(size)s MB. Split it by days.",
                    size=MOST_BYTES // 1024**2,
                )
            )
        self.write({'state': 'running', 'problems': False, 'refused_count': 0, 'done_count': 0})

    def _work(self, most=None):
        """Go on with the file; yield after each slice how many facts it had.

        :param int most: facts to stop after, default none
        """
        events, lines, problems = self._fold()
        self.write({'event_count': len(events), 'line_count': lines})
        if not self.problems:
            told = [self.env._("Line %(line)s: %(reason)s", line=line, reason=reason)
                    for line, reason in problems.first]  # fmt: skip
            told += self._get_unknown(events)
            self.write({'problems': '\n'.join(told), 'problem_count': problems.count})
        begin, pbx = self.done_count, self.pbx_id.with_context(pharma_call_import=True)
        stop = len(events) if most is None else min(len(events), begin + most)
        for start in range(begin, stop, SLICE):
            part = events[start : min(start + SLICE, stop)]
            self._take(pbx, part)
            self.done_count = start + len(part)
            if self.done_count < len(events):
                yield len(part)
        if self.done_count >= len(events):
            # numbers of customers are kept in the calls alone
            self.write({'state': 'done', 'date_done': fields.Datetime.now(), 'file': False})
        yield 0

    def _fold(self):
        """Return the events of the file, its number of lines, and what was left out."""
        content = base64.b64decode(self.file or b'')
        seats = {}
        agents = self.env['pharma.agent'].with_context(active_test=False)
        for agent in agents.search([('pbx_id', '=', self.pbx_id.id)], order='active, id desc'):
            for name in (agent.name, agent.interface, agent.code):
                if name:
                    seats[name] = agent.code
        if self.kind == 'queue_log' or (self.kind == 'auto' and self._is_queue_log(content)):
            return fold_queue_log(content, seats)
        zone = pytz.timezone(self.pbx_id.tz)
        return fold_cdr(content, seats, zone, self.has_queue_log)

    @api.model
    def _is_queue_log(self, content):
        lines, _is_complete = split_lines(content[:4096])
        return any(line.split('|', 1)[0].isdigit() and line.count('|') >= 4 for line in lines)

    def _take(self, pbx, events):
        """Give a slice of events to the intake, and note which calls are new by it."""
        Call = self.env['pharma.call'].with_context(active_test=False)
        ids = [event['call'] for event in events if event['type'] == 'call']
        domain = [('pbx_id', '=', pbx.id), ('external_id', 'in', ids)]
        known = set(Call.search(domain).ids)
        answer = pbx._take_in(events)
        created = Call.search(domain).filtered(lambda call: call.id not in known)
        created.write({'source': 'import'})
        vals = {'call_count': self.call_count + len(created)}
        if answer['refused']:
            vals['refused_count'] = self.refused_count + len(answer['refused'])
            told = [f'{refused["id"]}: {refused["reason"]}' for refused in answer['refused']]
            vals['problems'] = '\n'.join(filter(None, [self.problems, *told]))[:20000]
        self.write(vals)

    def _get_unknown(self, events):
        """Return lines that name the queues and agents that are missing here."""
        queues, agents = {}, {}
        for event in events:
            for visit in event.get('visits', ()):
                _count(queues, visit['queue'])
                for attempt in visit.get('attempts', ()):
                    _count(agents, attempt['agent'])
            if 'agent' in event:
                _count(agents, event['agent'])
        return [
            *(
                self.env._(
                    "Queue '%(code)s' is missing under Queues: %(count)s times",
                    code=code,
                    count=queues[code],
                )
                for code in self._find_missing('pharma.call.queue', queues)
            ),
            *(
                self.env._(
                    "Agent '%(code)s' is missing under Agents: %(count)s times",
                    code=code,
                    count=agents[code],
                )
                for code in self._find_missing('pharma.agent', agents)
            ),
        ]

    def _find_missing(self, model, codes):
        records = self.env[model].with_context(active_test=False)
        domain = [('pbx_id', '=', self.pbx_id.id), ('code', 'in', list(codes))]
        return sorted(codes.keys() - set(records.search(domain).mapped('code')))

    @api.model
    def _cron_import(self):
        """Go on with files that are under way, oldest first; commits after each slice."""
        Cron = self.env['ir.cron']
        jobs = self.search([('state', '=', 'running')], order='id')
        left = sum(job.event_count - job.done_count for job in jobs)
        Cron._commit_progress(remaining=left)
        for job in jobs:
            if not job.try_lock_for_update() or job.state != 'running':
                continue
            work = job._work()
            count = 1
            while count:
                try:
                    with self.env.cr.savepoint():
                        count = next(work)
                except Exception:
                    _logger.exception("Import %s of calls failed", job.id)
                    job.state = 'failed'
                    count = 0
                if not Cron._commit_progress(count) and count:
                    return


def _count(found, code):
    found[code] = found.get(code, 0) + 1
