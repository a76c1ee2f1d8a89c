def migrate(cr, version):
    """Have the next night give all cases the day on which they are judged and what was bought
    again, instead of a seventh of them each night: until then figures of employees would lack it.
    """
    cr.execute("UPDATE res_company SET care_effect_date = NULL")
