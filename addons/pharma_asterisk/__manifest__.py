{
    'name': 'Pharma Asterisk',
    'summary': 'Calls, seats and commands of an Asterisk, by a connector beside it',
    'version': '19.0.1.0.0',
    'category': 'Pharma',
    'author': 'Pharma Suite maintainers',
    'license': 'LGPL-3',
    'depends': [
        'pharma_callcenter',
    ],
    'data': [
        'security/ir.model.access.csv',
        'security/pharma_asterisk_security.xml',
        'wizard/pharma_asterisk_files_views.xml',
        'views/pharma_pbx_asterisk_views.xml',
        'views/pharma_pbx_asterisk_menus.xml',
    ],
}
