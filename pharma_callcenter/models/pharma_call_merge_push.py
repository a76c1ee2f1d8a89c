import logging
from datetime import timedelta

import psycopg2

from odoo import api, fields, models

from .pharma_call import OPEN_STATES
from .pharma_pbx_intake_rules import TRANSIENT

_logger = logging.getLogger(__name__)

# what is older does not change a screen: a connector that catches up does not flood them
LIVE = timedelta(minutes=2)


class PharmaCall(models.Model):
    """Tells screens and other parts of the suite what a PBX reported."""

    _inherit = 'pharma.call'

    # === HOOKS === #
    @api.model
    def _after_intake(self, created, ended):
        """Do what follows from calls that a PBX reported; called once for each request.

        A call comes again in ``ended`` when a late event changes how it ended: do nothing twice.

        :param created: new ``pharma.call`` records
        :param ended: those that are over now, or ended otherwise than told before
        """

    @api.model
    def _take_recordings(self, pbx, events):
        """Keep recordings that a PBX reported; may come again and in any order.

        :param pbx: the ``pharma.pbx``
        :param list events: dicts with call, call_id, path, seconds, sha256
        """

    @api.model
    def _take_ratings(self, pbx, events):
        """Keep what callers rated after their calls; may come again and in any order.

        :param pbx: the ``pharma.pbx``
        :param list events: dicts with call, call_id, rating (1 to 5), at (naive UTC)
        """

    # === PUSHES === #
    @api.model
    def _push_pop(self, rings):
        """Show a ringing call on the screens of the employees it rings at: by its id, without
        names.

        :param rings: pairs of call id and partner id of the employee
        """
        partners = self.env['res.partner'].browse(sorted({partner for _call, partner in rings}))
        by_id = {partner.id: partner for partner in partners}
        for call_id, partner_id in sorted(rings):
            by_id[partner_id]._bus_send('pharma_call_pop', {'call_id': call_id})

    @api.model
    def _push_desk(self, rows):
        """Tell employees that a call of theirs is in another state.

        :param rows: tuples of call id, state and partner id of the employee
        """
        Partner = self.env['res.partner']
        for call_id, state, partner_id in sorted(rows):
            Partner.browse(partner_id)._bus_send(
                'pharma_call_changed', {'call_id': call_id, 'state': state}
            )

    @api.model
    def _push_wallboard(self):
        """Tell supervisors' wallboards that there is something new: once for each request."""
        group_id = self.env['ir.model.data']._xmlid_to_res_id(
            'pharma_callcenter.group_call_supervisor', raise_if_not_found=True
        )
        group = self.env['res.groups'].browse(group_id)
        self.env['bus.bus']._sendone(group, 'pharma_wallboard_changed', {})


class PharmaPbx(models.Model):
    """Tells who waits for what came in."""

    _inherit = 'pharma.pbx'

    def _tell(self, batch, calls):
        """Run the hooks and push to screens; a fault there never costs what came in.

        :param batch: the `Batch`
        :param dict calls: as `_store_calls` returned it
        """
        self._tell_screens(batch, calls)
        Call = self.env['pharma.call']
        ended = [
            id_
            for id_, before, after, _partner in calls['derived']
            if after not in OPEN_STATES and before != after
        ]
        if calls['created'] or ended:
            self._guard(
                Call._after_intake,
                Call.browse(sorted(calls['created'])),
                Call.browse(sorted(ended)),
            )
        for hook, events in (
            (Call._take_recordings, batch.recordings),
            (Call._take_ratings, batch.ratings),
        ):
            if events:
                events = [event | {'call_id': calls['ids'][event['call']]} for event in events]
                refused = self._guard(hook, self, events)
                counted = {}
                for place, reason in refused or ():
                    event = events[place]
                    counted.setdefault((reason, event['call']), [0, event])[0] += 1
                self.env['pharma.pbx.refusal']._count(self, counted)

    def _guard(self, hook, *args):
        """Run a hook in a savepoint; what fails is logged, not lost with the calls."""
        try:
            with self.env.cr.savepoint():
                return hook(*args)
        except TRANSIENT:
            raise
        except (Exception, psycopg2.Error):
            _logger.exception('PBX %s: %s failed, calls are kept', self.code, hook.__name__)
            self.env.invalidate_all(flush=False)
        return None

    def _tell_screens(self, batch, calls):
        partners = batch.codes['partner']
        Call = self.env['pharma.call']
        Call._push_pop(
            {
                (calls['ids'][external], partners[agent])
                for external, agent in batch.rings
                if agent in partners
            }
        )
        since = fields.Datetime.now() - LIVE
        live = {
            calls['ids'][external]
            for external, call in batch.calls.items()
            if max(
                filter(None, map(call.get, ('fact_start', 'fact_answer', 'fact_end'))),
                default=since,
            )
            >= since
        }
        rung = {}
        for external, agent, rang in batch.attempts:
            if agent in partners and rang >= since:
                rung.setdefault(calls['ids'][external], set()).add(partners[agent])
        rows = set()
        for id_, before, after, partner in calls['derived']:
            if id_ in live:
                if partner and before != after:
                    rows.add((id_, after, partner))
                rows |= {(id_, after, other) for other in rung.get(id_, ())}
        Call._push_desk(rows)
        if calls['derived'] or batch.states:
            Call._push_wallboard()
