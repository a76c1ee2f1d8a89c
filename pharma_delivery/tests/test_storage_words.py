import runpy

from odoo.tests import tagged
from odoo.tools import file_path

from .common_quality import QualityCase


@tagged('post_install', '-at_install')
class TestStorageWords(QualityCase):
    """What was permitted and measured is read in the language of the reader."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('vi_VN')
        cls.slip = cls._create_slip([(cls.insulin, 5)])
        cls.round = cls._create_round(cls.slip)

    def _hold(self, value, lang='en_US', **vals):
        vals = {'batch_id': self.round.id, 'kind': 'loading', 'value': value, **vals}
        self.env['pharma.delivery.temperature'].with_context(lang=lang).create(vals)
        return self.slip.pharma_excursion_ids.line_ids

    def _get_words(self, line, lang='en_US'):
        line = line.with_context(lang=lang)
        return line.limit, line.measured

    def test_each_reads_his_language(self):
        """004-20: a courier reads the thermometer in Vietnamese, the pharmacist decides in
        English, and the other way round."""
        line = self._hold(9, lang='vi_VN')
        self.assertEqual(self._get_words(line), ("2.0 to 8.0 degrees C", "9.0 degrees C"))
        self.assertEqual(self._get_words(line, 'vi_VN'), ("2.0 đến 8.0 độ C", "9.0 độ C"))

    def test_the_label_of_then_holds(self):
        """004-20: a label that is changed afterwards does not change what was too much."""
        line = self._hold(9)
        self.cold.write({'temperature_max': 10, 'has_temperature_min': False})
        self.assertEqual(self._get_words(line), ("2.0 to 8.0 degrees C", "9.0 degrees C"))

    def test_every_kind_of_limit(self):
        """004-11, 004-20: two limits, one, humidity, below zero."""
        line = self._hold(9, has_humidity=True, humidity=71)
        for vals, words in (
            ({'humidity_max': 60}, "2.0 to 8.0 degrees C, at most 60.0 % humidity"),
            ({'has_temperature_min': False}, "at most 8.0 degrees C"),
            ({'has_temperature_max': False}, "at least 2.0 degrees C"),
            (
                {'temperature_min': -25.04, 'temperature_max': -15},
                "-25.0 to -15.0 degrees C",
            ),
            ({'has_temperature_min': False, 'has_temperature_max': False}, ""),
        ):
            with self.subTest(words=words), self.env.cr.savepoint() as savepoint:
                line.write(vals)
                self.assertEqual(self._get_words(line), (words, "9.0 degrees C, 71.0 % humidity"))
                savepoint.rollback()
                line.invalidate_recordset()

    def test_texts_of_before_become_figures(self):
        """004-20: excursions recorded before keep what they say, whatever language it was."""
        line = self._hold(9)
        self.env.flush_all()
        path = file_path('pharma_delivery/migrations/19.0.1.1.1/post-excursion-figures.py')
        migrate = runpy.run_path(path)['migrate']
        for limit, measured, condition, expected in (
            (
                *("2.0 đến 8.0 độ C", "9.0độ C", {'temperature_max': 10}),
                ("2.0 to 8.0 degrees C", "9.0 degrees C"),
            ),
            (
                *("tối đa 30.0 độ C, độ ẩm tối đa 70.0 %", "25.0 độ C, độ ẩm 71.0 %"),
                {'has_temperature_min': False, 'temperature_max': 30},
                (
                    "at most 30.0 degrees C, at most 70.0 % humidity",
                    "25.0 degrees C, 71.0 % humidity",
                ),
            ),
            (
                *("\u6700\u4f4e -20.5 \u6444\u6c0f\u5ea6", "-21.0 \u6444\u6c0f\u5ea6"),
                {'has_temperature_max': False, 'has_temperature_min': True},
                ("at least -20.5 degrees C", "-21.0 degrees C"),
            ),
            (
                *(None, None),
                {'temperature_min': 15, 'has_temperature_max': True, 'temperature_max': 25},
                ("15.0 to 25.0 degrees C", "0.0 degrees C"),
            ),
        ):
            with self.subTest(limit=limit):
                self.cold.write(condition)
                self.env.flush_all()
                self.env.cr.execute(
                    'ALTER TABLE pharma_excursion_line ADD IF NOT EXISTS "limit" varchar,'
                    ' ADD IF NOT EXISTS measured varchar'
                )
                self.env.cr.execute(
                    'UPDATE pharma_excursion_line SET "limit" = %s, measured = %s',
                    (limit, measured),
                )
                for _again in range(2):
                    migrate(self.env.cr, '19.0.1.1.0')
                line.invalidate_recordset()
                self.assertEqual(self._get_words(line), expected)
