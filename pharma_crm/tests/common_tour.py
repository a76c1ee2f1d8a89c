from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user


class TourUsers(HttpCase):
    """A company of its own for a journey in the browser, and users who log in there.

    The lists hold what the test creates, whatever else the database has. Users and browser are
    in the company's time zone: elsewhere 'today' is another day than the shop's for some hours.
    """

    @classmethod
    def _create_tour_company(cls, name='Tour Chain'):
        """Return a Vietnamese company in which the records of the test are created from then on.

        :param str name: of the company
        """
        company = cls.env['res.company'].create(
            {'name': name, 'country_id': cls.env.ref('base.vn').id}
        )
        cls.env.user.write({'company_ids': [Command.link(company.id)], 'company_id': company.id})
        cls.env = cls.env(context={**cls.env.context, 'allowed_company_ids': company.ids})
        return company

    @classmethod
    def _create_tour_user(cls, login, groups, name=None):
        """Return a user of the company who can log in, his password is his login.

        :param str login: for ``start_tour``
        :param str groups: XML ids, with commas in between
        :param str name: shown on screens, made of the login if not given
        """
        company = cls.env.company
        return new_test_user(
            cls.env,
            login=login,
            name=name or login.replace('_', ' ').title(),
            groups=groups,
            tz=company._pharma_tz(),  # as the first log-in in the shop's zone writes it
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    def authenticate(self, *args, browser=None, **kwargs):
        """Log in; a browser gets the time zone of the company."""
        if browser:
            browser._websocket_request(
                'Emulation.setTimezoneOverride',
                params={'timezoneId': self.env.company._pharma_tz()},
            )
        return super().authenticate(*args, browser=browser, **kwargs)
