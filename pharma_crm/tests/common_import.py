import csv
import io
from collections import defaultdict

from odoo.tools.misc import file_open

from .common_medicine import MedicineCommon

XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'


class ImportCommon(MedicineCommon):
    """Imports go through the screen's own model, as an employee with the right to do so."""

    import_model = None
    import_user = None

    def _import_file(self, content, name, kind, dryrun=False, **options):
        """Upload a file, take the columns as the screen matches them, and import it."""
        wizard = (
            self.env['base_import.import']
            .with_user(self.import_user)
            .create(
                {
                    'res_model': self.import_model,
                    'file': content,
                    'file_name': name,
                    'file_type': kind,
                }
            )
        )
        settings = {'has_headers': True, 'quoting': '"', 'separator': ',', **options}
        preview = wizard.parse_preview(settings)
        self.assertNotIn('error', preview)
        headers, matches = preview['headers'], preview['matches']
        self.assertEqual(len(matches), len(headers), "a column found no field of its own")
        paths = ['/'.join(matches[number]) for number in range(len(headers))]
        return wizard.execute_import(paths, headers, preview['options'] | options, dryrun=dryrun)

    def _import_rows(self, headers, *rows, **options):
        """Import rows given as lists of texts, through a CSV file."""
        buffer = io.StringIO()
        csv.writer(buffer).writerows([headers, *rows])
        content = buffer.getvalue().encode()
        return self._import_file(content, 'rows.csv', 'text/csv', **options)

    def _import_template(self, **options):
        """Import the template that the screen offers first, unchanged."""
        template = self.env[self.import_model].get_import_templates()[0]['template']
        with file_open(template.lstrip('/'), 'rb') as file:
            return self._import_file(file.read(), template.rsplit('/', 1)[1], XLSX, **options)

    def assertRowErrors(self, result, expected):
        """Compare the errors of an import with {row number: part of the message}."""
        errors = defaultdict(list)
        for message in result['messages']:
            if message['type'] == 'error':
                errors[message['rows']['from']].append(message['message'])
        # Odoo repeats one error of a batch at its first row.
        elsewhere = {text for row, texts in errors.items() if row for text in texts}
        if set(errors.get(0, ())) <= elsewhere:
            errors.pop(0, None)
        self.assertEqual(sorted(errors), sorted(expected), errors)
        for row, pattern in expected.items():
            self.assertRegex('\n'.join(errors[row]), pattern)
