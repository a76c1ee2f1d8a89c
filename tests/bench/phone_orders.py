"""How long an agent waits for prices and stock while the customer speaks (000-02, 000-03)."""

from measures import Measure, timed


def search(_stock, suite):
    """Search medicines for a phone order, as a request does: with nothing in memory."""
    order = suite['pharma.phone.order']
    partner = suite['res.partner'].search([('ref', 'like', 'BM')], limit=1)

    def find():
        suite.invalidate_all()
        if not order.search_products('metf', partner.id):
            raise RuntimeError('nothing is found, so nothing is measured')

    return None, timed(suite, find)


MEASURES = [Measure('phone order: search medicines', search, times=20, ms=50, most=45)]
