from odoo import api, fields, models, tools
from odoo.fields import Domain

from .pharma_region_rule import normalize_city, normalize_zip

BATCH_SIZE = 1000


class PharmaRegion(models.Model):
    """A sales region: a tree over the states of a country (004-21, 004-29, 004-53, 004-63)."""

    _name = 'pharma.region'
    _inherit = ['pharma.tree.mixin', 'pharma.cache.source.mixin']
    _description = "Region"
    _parent_store = True
    _order = 'parent_path, id'
    _rec_names_search = ['name', 'code']

    name = fields.Char(required=True, translate=True)
    code = fields.Char(index='btree_not_null', help="Short code for imports, e.g. 'VN-N'.")
    parent_id = fields.Many2one('pharma.region', index=True, ondelete='restrict')
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many('pharma.region', 'parent_id', string="Subregions")
    country_id = fields.Many2one(
        'res.country',
        help="A region without parent takes the customers of this country that fit nowhere else.",
    )
    state_ids = fields.Many2many(
        'res.country.state', string="Provinces", domain="[('country_id', '=?', country_id)]"
    )
    rule_ids = fields.One2many('pharma.region.rule', 'region_id', string="Address Rules")
    partner_ids = fields.One2many('res.partner', 'pharma_region_id', string="Customers")
    partner_count = fields.Integer(string="Customers Count", compute='_compute_partner_count')
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex(
        '(code) WHERE code IS NOT NULL', "Another region already has this code."
    )

    def _compute_partner_count(self):
        groups = self.env['res.partner']._read_group(
            [('pharma_region_id', 'child_of', self.ids)], ['pharma_region_id'], ['__count']
        )
        counts = [(region.parent_path or '', count) for region, count in groups]
        for region in self:
            path = region.parent_path
            region.partner_count = sum(
                count for other, count in counts if path and other.startswith(path)
            )

    # === MATCHING === #

    @api.model
    @tools.ormcache()
    def _get_matchers(self):
        """Return the ways an address finds a region, most specific first.

        Plain tuples (country id, state id, lower-case city, zip prefix, region id), a falsy part
        matches everything. Order: longer zip prefix, city, state rule, state list of the deepest
        region, country; then the rule's sequence.
        """
        matchers = []
        # sudo: the region of a customer does not depend on who saves the address; nor on the
        # context, as the answer is cached for everybody
        regions = self.sudo().with_context(active_test=True)
        rules = regions.env['pharma.region.rule'].search([('region_id.active', '=', True)])
        for rule in rules:
            city, zip_prefix = normalize_city(rule.city), normalize_zip(rule.zip_prefix)
            rank = (-len(zip_prefix), not city, not rule.state_id, 0)
            row = (rule.country_id.id, rule.state_id.id, city, zip_prefix, rule.region_id.id)
            matchers.append(((*rank, rule.sequence, rule.id), row))
        for region in regions.search(Domain.TRUE):
            depth = (region.parent_path or '').count('/')
            for state in region.state_ids:
                rank = (0, True, False, 1, -depth, region.id)
                matchers.append((rank, (False, state.id, '', '', region.id)))
            if region.country_id and not region.parent_id:
                rank = (0, True, True, 1, 0, region.id)
                matchers.append((rank, (region.country_id.id, False, '', '', region.id)))
        return tuple(row for _rank, row in sorted(matchers))

    @api.model
    def _match_address(self, country_id, state_id, city, zip_code):
        """Return the id of the region of an address, or False.

        :param int|bool country_id: id of the country
        :param int|bool state_id: id of the state
        :param str|bool city: free text
        :param str|bool zip_code: postal code
        """
        city = normalize_city(city)
        zip_code = normalize_zip(zip_code)
        for rule_country, rule_state, rule_city, rule_zip, region_id in self._get_matchers():
            if (
                (not rule_country or rule_country == country_id)
                and (not rule_state or rule_state == state_id)
                and (not rule_city or rule_city == city)
                and (not rule_zip or zip_code.startswith(rule_zip))
            ):
                return region_id
        return False

    # === ACTIONS === #

    def action_view_partners(self):
        """Open the customers of the region and of those below it."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('pharma_crm.pharma_customer_action')
        return {**action, 'domain': [('pharma_region_id', 'child_of', self.id)], 'context': {}}

    def action_apply_to_customers(self):
        """Sort all customers anew by the rules, in the background; tell how far a run has come.

        Regions corrected by hand stay. (004-29)
        """
        self.check_access('write')
        job = self._get_apply_job()
        if job.get('done') is None:
            job = self._start_apply()
            message = self.env._(
                "%(total)s customers are being sorted in the background. "
                "Press the button again to see how far it is.",
                total=job['total'],
            )
        else:
            message = self.env._(
                "%(done)s of %(total)s customers are sorted.", done=job['done'], total=job['total']
            )
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {'message': message, 'type': 'info', 'sticky': False},
        }

    # === JOB === #

    def _get_apply_job(self):
        # sudo: the progress of the job, it shows nobody's data
        job_sudo = self.env['pharma.region.job'].sudo().search(Domain.TRUE, limit=1)
        return {name: job_sudo[name] for name in ('last', 'done', 'total')} if job_sudo else {}

    def _set_apply_job(self, last=None, done=0, total=0):
        """Keep how far the job is; without ``last`` it is over."""
        jobs_sudo = self.env['pharma.region.job'].sudo().search(Domain.TRUE)  # sudo: as above
        values = {'last': last, 'done': done, 'total': total}
        if last is None:
            jobs_sudo.unlink()
        elif jobs_sudo:
            jobs_sudo.write(values)
        else:
            jobs_sudo.create(values)

    def _start_apply(self):
        """Begin sorting all customers; return the job's figures (last, done, total)."""
        # sudo: the count says how long the job takes, it shows nobody's data
        Partner = self.env['res.partner'].sudo().with_context(active_test=False)
        job = {'last': 0, 'done': 0, 'total': Partner.search_count(Domain.TRUE)}
        self._set_apply_job(**job)
        cron = self.env.ref('pharma_crm.ir_cron_pharma_region_apply', raise_if_not_found=False)
        if cron:
            cron.sudo()._trigger()  # sudo: managers may not read scheduled actions
        return job

    @api.model
    def _cron_apply_to_customers(self):
        """Go on sorting customers where the last run stopped; commits after each batch."""
        job = self._get_apply_job()
        if not job:
            return
        Partner = self.env['res.partner'].with_context(active_test=False)
        field = Partner._fields['pharma_region_id']
        Cron = self.env['ir.cron']
        Cron._commit_progress(remaining=max(job['total'] - job['done'], 0))
        while partners := Partner.search([('id', '>', job['last'])], limit=BATCH_SIZE, order='id'):
            self.env.add_to_compute(field, partners)
            partners.flush_recordset(['pharma_region_id'])
            job['last'] = partners[-1].id
            job['done'] += len(partners)
            self._set_apply_job(**job)
            time_left = Cron._commit_progress(len(partners))
            partners.invalidate_recordset()
            if not time_left:
                return
        self._set_apply_job()
        Cron._commit_progress(remaining=0)
