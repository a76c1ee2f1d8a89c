import re

from odoo.tools.sql import column_exists

NUMBER = re.compile(r'-?\d+(?:\.\d+)?')


def migrate(cr, version):
    """Read the figures of excursions from their texts, which had the language of who was first."""
    if not column_exists(cr, 'pharma_excursion_line', 'measured'):
        return
    cr.execute(
        """
        SELECT l.id, l."limit", l.measured, c.has_temperature_min, c.temperature_min,
            c.has_temperature_max, c.temperature_max, c.humidity_max
        FROM pharma_excursion_line l
        LEFT JOIN pharma_storage_condition c ON c.id = l.condition_id
        """
    )
    for line_id, limit, measured, *condition in cr.fetchall():
        temperature, humidity = _read_measured(measured or '')
        low, high, damp = _read_limits(limit, *condition)
        cr.execute(
            """
            UPDATE pharma_excursion_line
            SET temperature = %s, has_humidity = %s, humidity = %s,
                has_temperature_min = %s, temperature_min = %s,
                has_temperature_max = %s, temperature_max = %s, humidity_max = %s
            WHERE id = %s
            """,
            (
                *(temperature, humidity is not None, humidity or 0),
                *(low is not None, low or 0, high is not None, high or 0, damp or 0),
                line_id,
            ),
        )
    cr.execute('ALTER TABLE pharma_excursion_line DROP COLUMN "limit", DROP COLUMN measured')


def _read_measured(text):
    numbers = [float(number) for number in NUMBER.findall(text)]
    humidity = numbers[1] if '%' in text and len(numbers) > 1 else None
    return numbers[0] if numbers else 0, humidity


def _read_limits(text, has_low, low, has_high, high, damp):
    """Return lowest and highest temperature and highest humidity, None where there is none."""
    if not text:
        return low if has_low else None, high if has_high else None, damp
    numbers = [float(number) for number in NUMBER.findall(text)]
    damp = numbers.pop() if '%' in text and numbers else None
    if len(numbers) > 1:
        return numbers[0], numbers[1], damp
    if not numbers:
        return None, None, damp
    # 'at most' or 'at least', in whatever language: the condition tells which
    is_low = has_low and (not has_high or round(low or 0, 1) == numbers[0])
    return (numbers[0], None, damp) if is_low else (None, numbers[0], damp)
