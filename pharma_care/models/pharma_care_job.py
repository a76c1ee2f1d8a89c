from odoo import api, fields, models
from odoo.tools import SQL

BATCH_SIZE = 1000
KINDS = [('orders', "Care Dates of Orders"), ('visibility', "Care Users of Cases")]


class PharmaCareJob(models.Model):
    """Work over many cases, done in batches in the background, with progress (decision 25).

    What is left to do stands in rows of its own: a job that is interrupted goes on where it
    stopped, and doing a row twice does no harm.
    """

    _name = 'pharma.care.job'
    _description = "Care Job"
    _order = 'id desc'
    _rec_name = 'kind'

    kind = fields.Selection(KINDS, required=True, readonly=True)
    reason = fields.Char(readonly=True, help="What made the work necessary.")
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
    state = fields.Selection(
        [('waiting', "Waiting"), ('running', "Running"), ('done', "Done")],
        default='waiting',
        required=True,
        readonly=True,
        index=True,
    )
    total = fields.Integer(readonly=True, aggregator='sum')
    done = fields.Integer(readonly=True, aggregator='sum')
    progress = fields.Float(compute='_compute_progress', help="Per cent of the work that is done.")
    date_done = fields.Datetime(string="Finished On", readonly=True)

    @api.depends('total', 'done')
    def _compute_progress(self):
        for job in self:
            job.progress = 100.0 * job.done / job.total if job.total else 100.0

    @api.model
    def _enqueue(self, kind, company, query, reason=False):
        """Start a job over records; small ones are done at once, others in the background.

        :param str kind: 'orders' (``sale.order`` ids) or 'visibility' (``pharma.care.case`` ids)
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
        if job_sudo.total <= BATCH_SIZE:
            job_sudo._run_batch()
        else:
            cron = self.env.ref('pharma_care.ir_cron_pharma_care_job', raise_if_not_found=False)
            if cron:
                cron.sudo()._trigger()  # sudo: managers may not read scheduled actions
        return job_sudo.with_env(self.env)

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
                BATCH_SIZE,
            )
        )
        self._process([res_id for (res_id,) in rows])
        self.done += len(rows)
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
        elif self.kind == 'visibility':
            self.env['pharma.care.case'].browse(ids).exists()._refresh_visibility()

    @api.model
    def _cron_run(self):
        """Go on with the open jobs, oldest first; commits after each batch."""
        Cron = self.env['ir.cron']
        jobs = self.search([('state', '!=', 'done')], order='id')
        left = sum(job.total - job.done for job in jobs)
        Cron._commit_progress(remaining=left)
        for job in jobs:
            while job.state != 'done':
                before = job.done
                job._run_batch()
                if not Cron._commit_progress(job.done - before):
                    return


class PharmaCareJobItem(models.Model):
    """A record that a job has still to work on."""

    _name = 'pharma.care.job.item'
    _description = "Care Job Item"
    _log_access = False
    _order = 'id'

    job_id = fields.Many2one('pharma.care.job', required=True, index=True, ondelete='cascade')
    res_id = fields.Integer(required=True)
