{
    'name': 'Pharma Call Centre Dashboard',
    'summary': 'Spreadsheet dashboards of tickets: for the agent, for the team, and the appraisal',
    'version': '19.0.1.1.0',
    'category': 'Pharma',
    'author': 'Pharma Suite maintainers',
    'license': 'LGPL-3',
    'depends': [
        'pharma_callcenter',
        'spreadsheet_dashboard',
    ],
    'data': [
        'data/spreadsheet_dashboard_data.xml',
        'views/pharma_callcenter_dashboard_menus.xml',
    ],
    'assets': {
        'web.assets_tests': [
            'pharma_callcenter_dashboard/static/tests/tours/*.js',
        ],
    },
    'auto_install': True,
}
