from werkzeug.urls import url_join

from odoo import api, fields, models
from odoo.exceptions import UserError


class PharmaFollowup(models.Model):
    """The customer's link, his e-mail, and the count of contacts (000-43, 004-30)."""

    _inherit = 'pharma.followup'

    survey_url = fields.Char(
        string="Link",
        compute='_compute_survey_url',
        compute_sudo=True,
        help="The customer's own: whoever has it answers in his name.",
    )

    @api.depends('survey_input_id')
    def _compute_survey_url(self):
        for followup in self:
            input_ = followup.survey_input_id
            url = input_ and input_.get_start_url()
            followup.survey_url = url_join(followup.get_base_url(), url) if url else False

    # === LINKS === #
    def _get_input(self):
        """Return the survey's answers of this follow-up, made when they are first needed.

        :return: ``survey.user_input`` with full rights
        :raise UserError: without a survey, or if it is closed
        """
        self.ensure_one()
        # sudo: agents have no rights of their own on surveys
        followup_sudo = self.sudo()
        if followup_sudo.survey_input_id:
            return followup_sudo.survey_input_id
        if not followup_sudo.survey_id:
            raise UserError(self.env._("Choose a survey first: it holds the questions."))
        days = followup_sudo.company_id.pharma_followup_link_days
        input_sudo = followup_sudo.survey_id._create_answer(
            partner=followup_sudo.partner_id,
            email=followup_sudo.email,
            check_attempts=False,
            deadline=fields.Datetime.add(fields.Datetime.now(), days=days),
        )
        followup_sudo.survey_input_id = input_sudo
        return input_sudo

    def _close_link(self):
        # sudo: agents have no rights of their own on surveys
        inputs_sudo = self.sudo().survey_input_id.filtered(lambda input_: input_.state != 'done')
        inputs_sudo.write({'deadline': fields.Datetime.now()})

    def _log_asked(self, channel):
        """Note the moment, count the contact for the daily limits, and return the number.

        :raise UserError: without a valid number or address
        """
        self.ensure_one()
        partner = self.partner_id
        address = partner._pharma_contact_address(channel) if partner else self.phone
        if not address:
            raise UserError(
                self.env._(
                    "Follow-up '%(name)s': there is no valid number. Enter it at the customer, or"
                    " in the ticket.",
                    name=self.display_name,
                )
            )
        if partner:
            partner._log_contact('survey', channel, address)
        vals = {'date_asked': fields.Datetime.now()}
        if not self.user_id:
            vals['user_id'] = self.env.uid
        self.sudo().write(vals)  # sudo: written by buttons only
        return address

    def _send_emails(self):
        """Send invitations; of those without an address nothing is sent.

        :raise UserError: without an address
        """
        template = self.env.ref('pharma_callcenter.mail_template_followup')
        for followup in self:
            if not followup.email:
                raise UserError(
                    self.env._(
                        "Follow-up '%(name)s': there is no e-mail address. Enter it at the"
                        " customer, or call.",
                        name=followup.display_name,
                    )
                )
            followup._get_input()
            template.send_mail(followup.id, email_layout_xmlid='mail.mail_notification_light')
            partner = followup.partner_id
            if partner:
                partner._log_contact('survey', 'email', partner._pharma_contact_address('email'))
        self.write({'state': 'asked', 'date_asked': fields.Datetime.now()})

    def _get_rating_url(self, value):
        """Return the link of one face, empty for what is no ticket (000-43).

        :param int value: 1, 3 or 5
        """
        self.ensure_one()
        ticket = self.complaint_id
        if not ticket:
            return ''
        token = ticket._rating_get_access_token(self.partner_id)
        return url_join(self.get_base_url(), f'/rate/{token}/{value}')
