from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .pharma_care_assignment import TARGET_FIELDS


class PharmaCareAssignment(models.Model):
    """Giving what one employee cares for to others, and many targets to many users (004-34)."""

    _inherit = 'pharma.care.assignment'

    @api.model
    def _assign(self, kind, target_ids, users, operation, company):
        """Assign users to targets of one kind, or take them off (004-47, 004-48).

        :param str kind: key of ``TARGET_FIELDS``
        :param list target_ids: ids of the targets
        :param users: ``res.users``
        :param str operation: 'add', 'remove', or 'replace': afterwards exactly these users
        :param company: ``res.company`` for whose cases it holds
        :return: tuple (number of new assignments, number of those taken away)
        """
        name = TARGET_FIELDS[kind]
        existing = self.search(
            Domain(name, 'in', target_ids) & Domain('company_id', '=', company.id)
        )
        if operation == 'remove':
            gone = existing.filtered(lambda row: row.user_id in users)
        elif operation == 'replace':
            gone = existing.filtered(lambda row: row.user_id not in users)
        else:
            gone = self.browse()
        new = self.browse()
        if operation != 'remove':
            known = {(row[name].id, row.user_id.id) for row in existing}
            new = self.create(
                [
                    {name: target_id, 'user_id': user.id, 'company_id': company.id}
                    for target_id in target_ids
                    for user in users
                    if (target_id, user.id) not in known
                ]
            )
        counts = len(new), len(gone)
        gone.unlink()
        return counts

    def _hand_over(self, users, distribution):
        """Give these assignments to other users (004-34).

        :param users: ``res.users`` who take over
        :param str distribution: 'share': shared out one after another; 'all': each user gets all
        :return: number of assignments that the users did not have before
        :raise UserError: without users
        """
        if not users:
            raise UserError(
                self.env._("Choose in the field 'Give To' at least one user who takes over.")
            )
        known = {
            (row.company_id.id, row.kind, row._get_target().id, row.user_id.id)
            for row in self.search(
                Domain('user_id', 'in', users.ids) & Domain('company_id', 'in', self.company_id.ids)
            )
        }
        vals_list = []
        for position, row in enumerate(self.sorted('id')):
            takers = users if distribution == 'all' else users[position % len(users)]
            target = row._get_target()
            vals_list += [
                {
                    'user_id': user.id,
                    'company_id': row.company_id.id,
                    TARGET_FIELDS[row.kind]: target.id,
                }
                for user in takers
                if (row.company_id.id, row.kind, target.id, user.id) not in known
                and ('active' not in target._fields or target.active)
            ]
        new = self.create(vals_list)
        self.unlink()
        return len(new)

    @api.model
    def _hand_over_cases(self, user, users, company):
        """Give the open cases that a user is responsible for to others, one after another.

        Assignments go on deciding where there are any. The user's claims are released.

        :param user: ``res.users`` who gives
        :param users: ``res.users`` who take over
        :param company: ``res.company`` of the cases
        :return: number of cases
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE pharma_care_case c
                   SET heir_user_id = chosen.user_id, user_id = chosen.user_id
                  FROM (SELECT id, coalesce(user_id, %(user)s) = %(user)s AS is_his,
                               (%(users)s)[1 + (row_number() OVER (ORDER BY id) - 1)
                                              %% %(count)s] AS user_id
                          FROM pharma_care_case
                         WHERE company_id = %(company)s AND state <> 'done'
                           AND (user_id = %(user)s OR heir_user_id = %(user)s)) chosen
                 WHERE c.id = chosen.id
                RETURNING c.id, chosen.is_his
                """,
                users=users.ids,
                count=len(users),
                company=company.id,
                user=user.id,
            )
        )
        self.env.cr.execute(
            SQL(
                "UPDATE pharma_care_case SET claim_user_id = NULL, claim_until = NULL"
                " WHERE claim_user_id = %s AND company_id = %s",
                user.id,
                company.id,
            )
        )
        Case = self.env['pharma.care.case']
        Case.invalidate_model(
            ['user_id', 'heir_user_id', 'claim_user_id', 'claim_until'], flush=False
        )
        Case._refresh_later(
            SQL("SELECT unnest(%s::int[]) AS id", [case_id for case_id, _is_his in rows]),
            self.env._("Care was handed over by %(user)s", user=user.name),
            users=user,
            companies=company,
        )
        return sum(is_his for _case_id, is_his in rows)
