import logging
from datetime import timedelta
from operator import itemgetter

from odoo import api, fields, models
from odoo.tools import SQL, groupby

_logger = logging.getLogger(__name__)

BATCH_SIZE = 1000
KINDS = [
    ('orders', "Care Dates of Orders"),
    ('supply', "Supply of Customers"),
    ('visibility', "Care Users of Cases"),
]
# A failed job is tried again soon at first, as it may just have met another transaction.
SOON = timedelta(minutes=1)
SOON_ATTEMPTS = 3
# How many of the newest cases are looked at again after changes at the same moment.
RECENT = 20000


class PharmaCareJob(models.Model):
    """Work over many cases, done in batches in the background, with progress (decision 25).

    What is left to do stands in rows of its own: a job that is interrupted goes on where it
    stopped, and doing a row twice does no harm.
    """

    _name = 'pharma.care.job'
    _description = "Care Job"
    _order = 'id desc'
    _rec_name = 'reason'

    kind = fields.Selection(KINDS, required=True, readonly=True)
    reason = fields.Char(readonly=True, help="What made the work necessary.")
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
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
        help="A failed job is tried again by itself, at least once an hour.",
    )
    total = fields.Integer(string="Records", readonly=True, aggregator='sum')
    done = fields.Integer(string="Records Done", readonly=True, aggregator='sum')
    progress = fields.Float(compute='_compute_progress', help="Per cent of the work that is done.")
    date_done = fields.Datetime(string="Finished On", readonly=True)
    attempts = fields.Integer(
        string="Failed Attempts", readonly=True, aggregator=False, help="In a row."
    )
    error = fields.Char(string="Last Error", readonly=True)

    @api.depends('total', 'done')
    def _compute_progress(self):
        for job in self:
            job.progress = 100.0 * job.done / job.total if job.total else 100.0

    @api.depends('reason', 'kind')
    @api.depends_context('lang')
    def _compute_display_name(self):
        kinds = dict(self._fields['kind']._description_selection(self.env))
        for job in self:
            job.display_name = job.reason or kinds.get(job.kind)

    @api.model
    def _enqueue(self, kind, company, query, reason=False):
        """Start a job over records; small ones are done at once, others in the background.

        :param str kind: 'orders' (``sale.order`` ids), 'supply' (``res.partner`` ids) or
            'visibility' (``pharma.care.case`` ids)
        :param company: ``res.company`` of the records
        :param SQL query: query of their ids, in the order of work
        :param str reason: what made the work necessary, for the list of jobs
        :return: the ``pharma.care.job``, empty if there is nothing to do
        """
        # sudo: jobs follow from what their starter was allowed to change
        job_sudo = self.sudo().create({'kind': kind, 'company_id': company.id, 'reason': reason})
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "INSERT INTO pharma_care_job_item (job_id, res_id) SELECT %s, ids.id FROM (%s) ids",
                job_sudo.id,
                query,
            )
        )
        job_sudo.total = self.env.cr.rowcount
        if not job_sudo.total:
            job_sudo.unlink()
            return self.browse()
        if job_sudo.total <= job_sudo._get_batch_size():
            job_sudo._run_batch()
        else:
            job_sudo._trigger()
        return job_sudo.with_env(self.env)

    @api.model
    def _trigger(self, at=None):
        """Have the background work started.

        :param datetime at: not before this moment, UTC; default at once
        """
        cron = self.env.ref('pharma_care.ir_cron_pharma_care_job', raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger(at)  # sudo: managers may not read scheduled actions

    def _hide_pending(self, users=None):
        """Hide the cases that wait to be worked on: nobody sees what is no longer his.

        :param users: ``res.users`` from whom they are hidden, default everybody
        """
        if self.ids and (users is None or users):
            self.env.flush_all()
            self.env.cr.execute(
                SQL(
                    """
                    DELETE FROM pharma_care_case_user_rel r
                     USING pharma_care_job_item i
                     WHERE i.job_id = ANY(%s) AND i.res_id = r.case_id %s
                    """,
                    self.ids,
                    SQL("AND r.user_id = ANY(%s)", users.ids) if users else SQL(),
                )
            )
            self.env['pharma.care.case'].invalidate_model(['is_visible', 'user_ids'], flush=False)

    def _get_batch_size(self):
        """Return how many records are one batch; other modules may add kinds."""
        return BATCH_SIZE

    def _run_batch(self):
        """Do the next batch of this job; return how many records are left."""
        self.ensure_one()
        rows = self.env.execute_query(
            SQL(
                """
                DELETE FROM pharma_care_job_item
                 WHERE id IN (SELECT id FROM pharma_care_job_item
                               WHERE job_id = %s ORDER BY id LIMIT %s)
                RETURNING res_id
                """,
                self.id,
                self._get_batch_size(),
            )
        )
        self._process([res_id for (res_id,) in rows])
        self.done += len(rows)
        self.write({'attempts': 0, 'error': False})
        if self.done >= self.total or not rows:
            self.write({'state': 'done', 'date_done': fields.Datetime.now()})
        else:
            self.state = 'running'
        return max(self.total - self.done, 0)

    def _process(self, ids):
        """Do the work on a batch of record ids; other modules may add kinds."""
        if self.kind == 'orders':
            orders = self.env['sale.order'].browse(ids).exists()
            self.env['pharma.care.case']._sync_orders(orders)
        elif self.kind == 'supply':
            self.env['pharma.care.case']._follow_customers(self.company_id, ids)
        elif self.kind == 'visibility':
            self.env['pharma.care.case'].browse(ids).exists()._refresh_visibility()

    @api.model
    def _cron_run(self):
        """Go on with the open jobs, oldest first; commits after each batch.

        A batch that fails is undone and noted on its job, which is tried again later; the others
        go on. A job that somebody else is working on is left alone.
        """
        Cron = self.env['ir.cron']
        self._refresh_recent()
        self.env['pharma.care.list']._close_past()
        jobs = self.search([('state', '!=', 'done')], order='id')
        left = sum(job.total - job.done for job in jobs)
        Cron._commit_progress(remaining=left)
        for job in jobs:
            while job.try_lock_for_update() and job.state != 'done':
                before = job.done
                try:
                    with self.env.cr.savepoint():
                        job._run_batch()
                except Exception as error:
                    _logger.exception("Care job %s failed", job.id)
                    job._note_failure(error)
                if job.state == 'done':
                    job._tell_end()
                time_left = Cron._commit_progress(job.done - before)
                if not time_left:
                    return
                if job.state == 'failed':
                    break

    def _note_failure(self, error):
        """Keep what went wrong where managers see it, and try again.

        :param Exception error: what the batch raised
        """
        self.ensure_one()
        self.invalidate_recordset(flush=False)
        message = str(error) or type(error).__name__
        self.write({'state': 'failed', 'attempts': self.attempts + 1, 'error': message[:500]})
        if self.attempts <= SOON_ATTEMPTS:
            self._trigger(fields.Datetime.now() + SOON)

    def _tell_end(self):
        """Tell whoever started this job, and is at the screen, that it is done."""
        self.ensure_one()
        user = self.create_uid
        env = self.with_context(lang=user.lang).env
        user._bus_send(
            'simple_notification',
            {
                'type': 'success',
                'title': env._("Background work is done"),
                'message': env._(
                    "%(reason)s: %(count)s records.",
                    reason=self.with_env(env).display_name,
                    count=self.total,
                ),
            },
        )

    @api.model
    def _refresh_recent(self):
        """Look again at the newest cases.

        An order and an assignment of the same moment, or two orders of a customer, do not know of
        each other: they are brought in line here, at the latest one hour later.
        """
        since = fields.Datetime.now() - timedelta(hours=2)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, company_id, partner_id FROM pharma_care_case
                 WHERE id > (SELECT max(id) - %s FROM pharma_care_case) AND write_date >= %s
                """,
                RECENT,
                since,
            )
        )
        Case = self.env['pharma.care.case']
        for start in range(0, len(rows), BATCH_SIZE):
            batch = rows[start : start + BATCH_SIZE]
            Case.browse(case_id for case_id, *_ in batch)._refresh_visibility()
            for company_id, cases in groupby(batch, itemgetter(1)):
                Case._follow_customers(
                    self.env['res.company'].browse(company_id),
                    list({partner_id for _case_id, _company_id, partner_id in cases}),
                )
            self.env['ir.cron']._commit_progress()

    def action_run_soon(self):
        """Have the job tried again now, in the background (004-35).

        :return: notification action
        :raise AccessError: for users who may not read the job
        """
        self.check_access('read')
        self._trigger()
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'message': self.env._("The work goes on in the background within a minute."),
                'type': 'info',
                'next': {'type': 'ir.actions.client', 'tag': 'soft_reload'},
            },
        }

    @api.autovacuum
    def _gc_done(self):
        """Forget what was finished more than 30 days ago."""
        limit = fields.Datetime.now() - timedelta(days=30)
        self.search([('state', '=', 'done'), ('date_done', '<', limit)], limit=1000).unlink()


class PharmaCareJobItem(models.Model):
    """A record that a job has still to work on."""

    _name = 'pharma.care.job.item'
    _description = "Care Job Item"
    _log_access = False
    _order = 'id'

    job_id = fields.Many2one('pharma.care.job', required=True, index=True, ondelete='cascade')
    res_id = fields.Integer(required=True)
