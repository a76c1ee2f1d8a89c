from odoo import api, models


class PharmaCareCase(models.Model):
    _inherit = 'pharma.care.case'

    @api.model
    def _book_list(self, partners, company, date, users, note=False):
        """Create an appointment for each customer, dealt out among users (000-18).

        :param partners: ``res.partner`` without an open case in the company, locked by
            :meth:`_lock_appointments`
        :param company: ``res.company``
        :param date date: care date, checked by :meth:`_check_appointment`
        :param users: ``res.users``, at least one, checked likewise
        :param str note: what the calls are about
        :return: the new cases
        """
        # sudo: as with single appointments, whatever the care mode lets the manager see
        Case_sudo = self.sudo()
        latest = Case_sudo._read_group(
            [('partner_id', 'in', partners.ids), ('company_id', '=', company.id)],
            ['partner_id'],
            ['date_last_contact:max'],
        )
        contacts = {partner.id: day for partner, day in latest}
        cases_sudo = Case_sudo.create(
            [
                {
                    'partner_id': partner.id,
                    'company_id': company.id,
                    'date_due': date,
                    'user_id': users[number % len(users)].id,
                    'is_date_manual': True,
                    'note': note,
                    'date_last_contact': contacts.get(partner.id, False),
                }
                for number, partner in enumerate(partners)
            ]
        )
        self.env.flush_all()
        cases_sudo._refresh_visibility()
        return cases_sudo.with_env(self.env)
