import logging

from odoo import api, fields, models
from odoo.tools import SQL, format_datetime

_logger = logging.getLogger(__name__)

CRON = 'pharma_callcenter.ir_cron_pharma_escalation'
# Intervals without a run after which the job counts as stopped.
MISSED_INTERVALS = 3
ALARM_PARAMETER = 'pharma_callcenter.escalation_alarm_date'
ALARM_HOURS = 1


class PharmaComplaint(models.Model):
    """A stopped escalation job is visible to everyone concerned (003-17, decision 42).

    The scheduler itself notes when the job last ran. The web requests of people read that note, so
    that it is seen while jobs and mail are down.
    """

    _inherit = 'pharma.complaint'

    escalation_job_warning = fields.Char(
        compute='_compute_escalation_job_warning', groups='base.group_user'
    )

    @api.depends_context('lang', 'tz')
    def _compute_escalation_job_warning(self):
        self.escalation_job_warning = self._get_escalation_job_warning()

    @api.model
    def get_escalation_job_warning(self):
        """Return the sentence for the lists of tickets if the job has stopped, and tell the
        administrators by another way than the job, once an hour (003-17).

        :return: str, empty while the job runs
        :raise AccessError: for whoever reads no tickets, or is not of the staff
        """
        self.check_access('read')
        if not self.env.user._is_internal():
            return ''
        warning = self._get_escalation_job_warning()
        if warning:
            self._alarm_administrators()
        return warning

    @api.model
    def _get_escalation_job_warning(self):
        """Return the sentence about a stopped job in the language and time zone of the context."""
        cron_id = self.env['ir.model.data']._xmlid_to_res_id(CRON)
        # the table is asked: only administrators read jobs, and the note is the scheduler's own
        rows = self.env.execute_query(
            SQL(
                """
                SELECT active, COALESCE(lastcall, create_date), interval_type, interval_number
                FROM ir_cron WHERE id = %s
                """,
                cron_id or 0,
            )
        )
        if not rows:
            return self.env._(
                "Reminders of tickets do not run, their job is missing: tell the administrator."
            )
        ((is_active, last, interval, number),) = rows
        zone = self.env.context.get('tz') or self.env.user.tz or self.env.company._pharma_tz()
        date = format_datetime(self.env, last, tz=zone)
        if not is_active:
            return self.env._(
                "Reminders of tickets were switched off, the last ones went out at %(date)s: tell"
                " the administrator.",
                date=date,
            )
        limit = fields.Datetime.subtract(
            fields.Datetime.now(), **{interval: MISSED_INTERVALS * number}
        )
        if last >= limit:
            return ''
        return self.env._(
            "Reminders of tickets stopped at %(date)s: tell the administrator.", date=date
        )

    @api.model
    def _alarm_administrators(self):
        """Write to the administrators, once an hour whoever notices it."""
        Parameter_sudo = self.env['ir.config_parameter'].sudo()  # sudo: a note of the suite's own
        now = fields.Datetime.now()
        last = fields.Datetime.to_datetime(Parameter_sudo.get_param(ALARM_PARAMETER) or False)
        if last and last > fields.Datetime.subtract(now, hours=ALARM_HOURS):
            return
        # of two requests at the same moment, the second one is repeated and finds the note
        Parameter_sudo.set_param(ALARM_PARAMETER, fields.Datetime.to_string(now))
        try:
            with self.env.cr.savepoint():
                self._write_to_administrators()
        except Exception:
            # the banner has to appear even if mail is down
            self.env.invalidate_all()
            _logger.exception("Administrators cannot be told that the escalation job has stopped")

    @api.model
    def _write_to_administrators(self):
        # sudo: who the administrators are; the sender is the suite itself
        group_sudo = self.env.ref('base.group_system').sudo()
        root = self.env.ref('base.partner_root')
        for user in group_sudo.all_user_ids.filtered(lambda u: u.active and not u.share):
            Ticket = self.with_context(lang=user.lang, tz=user.tz)
            warning = Ticket._get_escalation_job_warning()
            # sudo: agents who notice it write no messages to administrators themselves
            self.env['mail.thread'].sudo().message_notify(
                author_id=root.id,
                partner_ids=user.partner_id.ids,
                subject=warning,
                body=Ticket.env._(
                    "Late tickets are told to nobody meanwhile. See Settings, Technical, Scheduled"
                    " Actions: 'Pharma: escalate late tickets'."
                ),
                email_layout_xmlid='mail.mail_notification_light',
            )
            user._bus_send(
                'simple_notification',
                {'type': 'danger', 'message': warning, 'sticky': True},
            )
