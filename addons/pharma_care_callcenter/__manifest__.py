{
    'name': 'Pharma Care and Call Centre',
    'summary': 'A call becomes a care, a missed call a due case; a care becomes a ticket',
    'version': '19.0.1.1.0',
    'category': 'Pharma',
    'author': 'Pharma Suite maintainers',
    'license': 'LGPL-3',
    'depends': [
        'pharma_care',
        'pharma_callcenter',
    ],
    'data': [
        'data/pharma_appraisal_indicator_data.xml',
        'views/pharma_care_case_views.xml',
        'views/pharma_care_entry_views.xml',
        'views/pharma_call_views.xml',
    ],
    'auto_install': True,
}
