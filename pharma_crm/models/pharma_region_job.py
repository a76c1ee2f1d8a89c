from odoo import fields, models


class PharmaRegionJob(models.Model):
    """How far the sorting of all customers into regions has come; one row while it runs (004-29).

    A row of its own and not a system parameter: writing one of those empties the caches of every
    worker, and a large chain needs hundreds of batches.
    """

    _name = 'pharma.region.job'
    _description = "Region Job"

    last = fields.Integer(string="Last Customer", help="Id of the last customer sorted.")
    done = fields.Integer(string="Customers Sorted", aggregator=False)
    total = fields.Integer(string="Customers to Sort", aggregator=False)
