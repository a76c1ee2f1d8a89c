import logging

from odoo import api, models
from odoo.tools import SQL

from .pharma_care_assignment import TARGET_FIELDS

_logger = logging.getLogger(__name__)

# A plan that is kept knows nothing of how many orders there will be; more of them are planned anew.
MAX_PLANNED = 20
FUNCTION = 'pharma_care_sync_orders'
# What the statements ask, and the type in which the function takes it.
SYNC_TYPES = {
    'orders': 'int[]',
    'company': 'int',
    'tz': 'text',
    'cap': 'int',
    'mode': 'text',
    'uid': 'int',
    'order_reasons': 'int[]',
    'returned': 'int',
    'cancelled': 'int',
    'bought_again': 'int',
    'observed': 'int',
    'holdout': 'int',
    'holdout_from': 'date',
    'holdout_salt': 'text',
    'is_by_group': 'boolean',
    'roles': 'int[]',
}


class PharmaCareCase(models.Model):
    """The statements of an order that is being confirmed, planned once (004-42).

    PostgreSQL plans what a client sends each time anew, and here planning takes longer than the
    rows of an order do. Within a function the plan is kept, as long as the connection lives. The
    function is written from the same statements that serve many orders, and is not used while it
    differs from them: the code is newer than the last update.
    """

    _inherit = 'pharma.care.case'

    @api.private
    def init(self):
        """Write the function where the statements have changed since it was written."""
        result = super().init()
        body = self._get_planned_body()
        if body != self._get_written_body():
            self._drop_planned()
            arguments = SQL(", ").join(
                SQL("%s %s", argument, SQL(SYNC_TYPES[name]))
                for name, argument in self._get_planned_arguments().items()
            )
            self.env.cr.execute(
                SQL(
                    """
                    CREATE FUNCTION %(name)s (%(arguments)s)
                    RETURNS TABLE (case_id int, order_id int, is_new boolean)
                    LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan
                    AS %(body)s
                    """,
                    name=SQL.identifier(FUNCTION),
                    arguments=arguments,
                    body=body,
                )
            )
        return result

    def _register_hook(self):
        """Find out whether this database has the function as this code would write it."""
        result = super()._register_hook()
        is_planned = self._get_planned_body() == self._get_written_body()
        self.env.registry.pharma_care_is_planned = is_planned
        if not is_planned:
            _logger.warning(
                "Update pharma_care in database %s: confirming orders takes longer until then",
                self.env.cr.dbname,
            )
        return result

    @api.model
    def _is_planned(self, order_ids, is_moved):
        """Return whether the function serves these orders.

        :param list order_ids: ids of ``sale.order``
        :param bool is_moved: goods of some of them may have been delivered
        """
        # a registry that is still being loaded has not looked yet
        is_current = getattr(self.env.registry, 'pharma_care_is_planned', False)
        return is_current and not is_moved and len(order_ids) <= MAX_PLANNED

    @api.model
    def _get_planned_arguments(self):
        """Return what the statements ask, as arguments of the function: dict of SQL."""
        return {name: SQL.identifier(f'the_{name}') for name in SYNC_TYPES}

    @api.model
    def _get_written_body(self):
        """Return the text of the function in the database, None without one."""
        query = SQL(
            "SELECT prosrc FROM pg_proc WHERE proname = %s"
            " AND pronamespace = current_schema::regnamespace",
            FUNCTION,
        )
        return next((body for (body,) in self.env.execute_query(query)), None)

    @api.model
    def _get_planned_body(self):
        """Return the text of the function; its output has names of columns, which mean columns."""
        arguments = self._get_planned_arguments()
        new = {'cases': SQL("the_new"), 'roles': arguments['roles']}
        known = {
            **arguments,
            'cases': SQL("the_cases"),
            'partners': SQL("'{}'"),
            'products': SQL("'{}'"),
        }
        # older cases that stay open may have another first medicine, and so another responsible
        follow = """
                        FOR the_row IN %s LOOP
                            IF the_row.is_open AND the_row.id <> ALL(the_cases) THEN
                                case_id := the_row.id;
                                RETURN NEXT;
                            END IF;
                        END LOOP;
        """
        body = SQL(
            """
            #variable_conflict use_column
            DECLARE
                the_row record;
                the_cases int[] := '{}';
                the_new int[] := '{}';
            BEGIN
                FOR the_row IN %(sync)s LOOP
                    case_id := the_row.id;
                    order_id := the_row.order_id;
                    is_new := the_row.is_new;
                    RETURN NEXT;
                    the_cases := the_cases || case_id;
                    IF is_new THEN
                        the_new := the_new || case_id;
                    END IF;
                END LOOP;
                -- somebody's first purchase, of each medicine one line, follows nothing
                IF (SELECT count(*) > count(DISTINCT partner_id) FROM pharma_care_case
                     WHERE company_id = the_company AND partner_id IN (
                         SELECT partner_id FROM pharma_care_case WHERE id = ANY(the_cases)))
                    OR (SELECT count(*) > count(DISTINCT (case_id, product_id))
                          FROM pharma_care_line WHERE case_id = ANY(the_cases)) THEN
                    order_id := NULL;
                    is_new := false;
                    IF the_is_by_group THEN
                        %(follow_by_group)s
                    ELSE
                        %(follow)s
                    END IF;
                END IF;
                IF the_new <> '{}' AND EXISTS (SELECT FROM pharma_care_assignment) THEN
                    %(refresh)s;
                END IF;
            END
            """,
            sync=self._get_sync_query(arguments, is_moved=False),
            refresh=self._get_first_refresh_query(set(TARGET_FIELDS), new),
            follow=SQL(follow, self._get_supply_query(known, is_by_group=False)),
            follow_by_group=SQL(follow, self._get_supply_query(known, is_by_group=True)),
        )
        return self.env.cr.mogrify(body).decode()

    @api.model
    def _drop_planned(self):
        """Drop the function; whoever uninstalls does too."""
        self.env.cr.execute(SQL("DROP FUNCTION IF EXISTS %s", SQL.identifier(FUNCTION)))

    @api.model
    def _get_planned_query(self, values):
        """Return the call that does for few orders what :meth:`_get_sync_query` does, and shows
        new cases to whoever is assigned; for goods of which nothing was delivered.

        :param dict values: as of :meth:`_get_sync_values`
        """
        known = {**values, 'roles': self._get_role_ids()}
        return SQL(
            "SELECT case_id, order_id, is_new FROM %s(%s)",
            SQL.identifier(FUNCTION),
            SQL(", ").join(
                SQL("%s::%s", known[name], SQL(kind)) for name, kind in SYNC_TYPES.items()
            ),
        )
