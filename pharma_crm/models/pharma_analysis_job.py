import logging
import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

SOON = timedelta(minutes=1)
SOON_ATTEMPTS = 3
# Sorting all orders of a slice in memory; the statements are few, and one at a time.
WORK_MEMORY = '64MB'
PHASES = [
    ('customers', "Purchases of Customers"),
    ('ranks', "Scores and Segments"),
    ('sales', "Sales by Month"),
    ('history', "History"),
]


class PharmaAnalysisJob(models.Model):
    """Working out the figures of a company, in steps with progress (000-08, 002-20, 002-21).

    Each step brings what is stored in line with what was sold, so that a step done twice does no
    harm and an interrupted job goes on where it stopped.
    """

    _name = 'pharma.analysis.job'
    _description = "Calculation of Figures"
    _order = 'id desc'
    _rec_name = 'date'

    company_id = fields.Many2one(
        'res.company', required=True, readonly=True, index=True, ondelete='cascade'
    )
    date = fields.Date(
        string="Figures Of", readonly=True, help="Day of the company up to which sales count."
    )
    state = fields.Selection(
        [
            ('waiting', "Waiting"),
            ('running', "Running"),
            ('failed', "Failed"),
            ('done', "Done"),
        ],
        default='waiting',
        required=True,
        readonly=True,
        index=True,
        help="A failed calculation is tried again by itself, at least once an hour.",
    )
    phase = fields.Selection(PHASES, default='customers', required=True, readonly=True)
    is_full = fields.Boolean(
        string="From Scratch",
        default=True,
        readonly=True,
        help="Everything is worked out anew: at first, on demand and after changed rules. Other"
        " nights it is what changed since the calculation before, and a seventh of the rest.",
    )
    position = fields.Integer(
        readonly=True, aggregator=False, help="Last customer or month that the phase is done with."
    )
    total = fields.Integer(string="Steps", readonly=True)
    done = fields.Integer(string="Steps Done", readonly=True)
    progress = fields.Float(compute='_compute_progress', help="Per cent of the work that is done.")
    date_start = fields.Datetime(string="Started On", readonly=True)
    date_done = fields.Datetime(string="Finished On", readonly=True)
    seconds = fields.Float(
        string="Working Time (s)", readonly=True, help="Time the steps took, without breaks."
    )
    attempts = fields.Integer(
        string="Failed Attempts", readonly=True, aggregator=False, help="In a row."
    )
    error = fields.Char(string="Last Error", readonly=True)

    _open_unique = models.UniqueIndex("(company_id) WHERE state <> 'done'")

    @api.depends('total', 'done')
    def _compute_progress(self):
        for job in self:
            job.progress = min(100.0, 100.0 * job.done / job.total) if job.total else 0.0

    @api.depends('company_id', 'date')
    def _compute_display_name(self):
        for job in self:
            day = fields.Date.to_string(job.date) if job.date else ''
            job.display_name = ' '.join(filter(None, [job.company_id.name, day]))

    @api.model
    def _start(self, companies, restart=False):
        """Have the figures of companies worked out in the background.

        :param companies: ``res.company`` records
        :param bool restart: begin anew where a calculation is under way, as its rules changed
        :return: the open ``pharma.analysis.job`` of the companies
        """
        # sudo: figures are the company's, whoever asks for fresh ones
        jobs_sudo = self.sudo().search(
            Domain('company_id', 'in', companies.ids) & Domain('state', '!=', 'done')
        )
        if restart and jobs_sudo:
            jobs_sudo.write(self._prepare_first_step())
        jobs_sudo |= jobs_sudo.create(
            [{'company_id': company.id} for company in companies - jobs_sudo.company_id]
        )
        self._trigger()
        return jobs_sudo.with_env(self.env)

    @api.model
    def _prepare_first_step(self):
        return {
            'state': 'waiting',
            'phase': 'customers',
            'position': 0,
            'done': 0,
            'date': False,
            'is_full': True,
        }

    @api.model
    def _trigger(self, at=None):
        """Have the background work started.

        :param datetime at: not before this moment, UTC; default at once
        """
        cron = self.env.ref('pharma_crm.ir_cron_pharma_analysis', raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger(at)  # sudo: managers may not read scheduled actions

    @api.model
    def _cron_run(self):
        """Work out the figures of each company whose day has begun; commits after each step.

        A step that fails is undone and noted on its job, which is tried again later.
        """
        Cron = self.env['ir.cron']
        self._start_new_days()
        jobs = self.search([('state', '!=', 'done')], order='id')
        Cron._commit_progress(remaining=len(jobs))
        for job in jobs:
            while job.try_lock_for_update() and job.state != 'done':
                try:
                    with self.env.cr.savepoint():
                        job._run_step()
                except Exception as error:
                    _logger.exception("Figures of company %s failed", job.company_id.id)
                    job._note_failure(error)
                time_left = Cron._commit_progress(int(job.state == 'done'))
                if not time_left:
                    return
                if job.state == 'failed':
                    break

    @api.model
    def _start_new_days(self):
        """Create the job of each company that has none since its last midnight."""
        latest = dict(self._read_group([], ['company_id'], ['date:max']))
        missing = (
            self.env['res.company']
            .search(Domain.TRUE)
            .filtered(
                lambda company: not latest.get(company) or latest[company] < company._pharma_today()
            )
        )
        busy = self.search([('state', '!=', 'done')]).company_id
        known = self.search([('state', '=', 'done')]).company_id
        self.create(
            [
                {'company_id': company.id, 'is_full': company not in known}
                for company in missing - busy
            ]
        )

    def _run_step(self):
        """Do the next step of this job."""
        self.ensure_one()
        started = time.monotonic()
        self.env.cr.execute(SQL("SET LOCAL work_mem = %s", WORK_MEMORY))
        if self.state == 'waiting':
            self._begin()
        self.state = 'running'
        company = self.company_id
        getattr(self, f'_step_{self.phase}')(company)
        self.done += 1
        self.seconds += time.monotonic() - started
        self.write({'attempts': 0, 'error': False})

    def _note_failure(self, error):
        """Keep what went wrong where managers see it, and try again.

        :param Exception error: what the step raised
        """
        self.ensure_one()
        self.invalidate_recordset(flush=False)
        message = str(error) or type(error).__name__
        self.write({'state': 'failed', 'attempts': self.attempts + 1, 'error': message[:500]})
        if self.attempts <= SOON_ATTEMPTS:
            self._trigger(fields.Datetime.now() + SOON)

    def action_refresh(self):
        """Have the figures of the user's companies worked out now, in the background (002-21).

        :return: notification action
        :raise AccessError: for users who may not read these jobs
        """
        self.browse().check_access('read')
        self._start(self.env.companies, restart=True)
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'message': self.env._(
                    "The figures are worked out in the background. 'Calculation of Figures' shows"
                    " how far they are."
                ),
                'type': 'info',
                'next': {'type': 'ir.actions.client', 'tag': 'soft_reload'},
            },
        }

    @api.autovacuum
    def _gc_done(self):
        """Forget what was finished more than 30 days ago."""
        limit = fields.Datetime.now() - timedelta(days=30)
        self.search([('state', '=', 'done'), ('date_done', '<', limit)], limit=1000).unlink()
