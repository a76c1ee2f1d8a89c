{
    'name': 'Pharma Dashboard',
    'summary': 'Spreadsheet dashboards of care: one for each employee, one for the manager',
    'version': '19.0.1.0.0',
    'category': 'Pharma',
    'author': 'Pharma Suite maintainers',
    'license': 'LGPL-3',
    'depends': [
        'pharma_care',
        'spreadsheet_dashboard',
    ],
    'data': [
        'data/spreadsheet_dashboard_data.xml',
        'views/pharma_dashboard_menus.xml',
    ],
    'assets': {
        'web.assets_tests': [
            'pharma_dashboard/static/tests/tours/*.js',
        ],
    },
    'auto_install': True,
}
