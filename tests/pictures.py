"""The pictures of the documentation: who opens what, and what is done before each is taken."""

DESKTOP, PHONE = (1366, 768), (390, 844)
ROW = "document.querySelector('.o_data_row .o_data_cell').click()"
# The round that is on the road.
ROUND_ROW = (
    "[...document.querySelectorAll('.o_data_row')]"
    ".find((row) => row.textContent.includes('On the Way')).querySelector('.o_data_cell').click()"
)
# The form that is open, as its paper looks in the browser.
SLIP_PAPER = (
    "location.href = '/report/html/pharma_delivery.report_delivery_slip/'"
    " + location.pathname.split('/').pop()"
)

# picture -> (log-in, path, size, steps in the page before the picture is taken)
PICTURES = {
    'customers': ('care', '/odoo/action-pharma_crm.pharma_customer_action', DESKTOP, []),
    'customer': (
        'care',
        '/odoo/action-pharma_crm.pharma_customer_action',
        DESKTOP,
        [
            "document.querySelector('.o_data_row .o_data_cell').click()",
            "document.querySelector('.nav-link[name=pharma_customer]').click()",
        ],
    ),
    'medicines': ('manager', '/odoo/action-pharma_crm.pharma_medicine_action', DESKTOP, []),
    'therapeutic-groups': (
        'manager',
        '/odoo/action-pharma_crm.pharma_therapeutic_group_action',
        DESKTOP,
        [],
    ),
    'care-orders': ('care', '/odoo/action-pharma_care.pharma_care_case_action_orders', DESKTOP, []),
    'care-groups': (
        'care',
        '/odoo/action-pharma_care.pharma_care_case_action_group',
        DESKTOP,
        ["document.querySelector('.o_search_panel_filter_value input').click()"],
    ),
    'care-entry': (
        'care',
        '/odoo/action-pharma_care.pharma_care_case_action_orders',
        DESKTOP,
        ["document.querySelector('.o_data_row .o_data_cell').click()"],
    ),
    'care-phone': ('care', '/odoo/action-pharma_care.pharma_care_case_action_customers', PHONE, []),
    'calling-list': ('care', '/odoo/my-calling-list', DESKTOP, []),
    'customer-card': (
        'care',
        '/odoo/action-pharma_crm.pharma_customer_action',
        DESKTOP,
        ["document.querySelector('.o_data_row button[name=action_pharma_open_card]').click()"],
    ),
    'segments': (
        'manager',
        '/odoo/action-pharma_crm.pharma_customer_report_action',
        DESKTOP,
        [],
    ),
    'sales': ('manager', '/odoo/action-pharma_crm.pharma_sales_month_action', DESKTOP, []),
    'adherence': ('manager', '/odoo/action-pharma_care.pharma_adherence_action', DESKTOP, []),
    'effect': ('manager', '/odoo/action-pharma_care.pharma_care_effect_action', DESKTOP, []),
    'my-figures': ('care', '/odoo/action-pharma_care.pharma_care_figures_action', DESKTOP, []),
    'care-team': ('manager', '/odoo/action-pharma_care.pharma_care_overview_action', DESKTOP, []),
    'dashboard-team': (
        'manager',
        '/odoo/action-pharma_dashboard.spreadsheet_dashboard_care_team_action',
        DESKTOP,
        ['null'] * 5,  # its figures come one after the other, onto a canvas
    ),
    'programme-preview': (
        'manager',
        '/odoo/action-pharma_care.pharma_care_programme_action',
        DESKTOP,
        [
            (
                "[...document.querySelectorAll('.o_data_cell')]"
                ".find((cell) => cell.textContent.includes('Key Customer')).click()"
            ),
            "document.querySelector('button[name=action_preview]').click()",
        ],
    ),
    'refill': (
        'agent',
        '/odoo/action-pharma_care.pharma_care_case_action_orders',
        DESKTOP,
        [
            "document.querySelector('.o_data_row .o_data_cell').click()",
            "document.querySelector('.nav-link[name=refill]').click()",
        ],
    ),
    'customer-care': (
        'care',
        '/odoo/action-pharma_care.pharma_care_customer_action',
        DESKTOP,
        [
            "document.querySelector('.o_data_row .o_data_cell').click()",
            "document.querySelector('.nav-link[name=pharma_care]')?.click()",
        ],
    ),
    'care-assign': (
        'manager',
        '/odoo/action-pharma_care.pharma_care_assign_product_action',
        DESKTOP,
        [
            "document.querySelectorAll('.o_data_row .o_list_record_selector input')[0].click()",
            "document.querySelectorAll('.o_data_row .o_list_record_selector input')[2].click()",
        ],
    ),
    'care-pivot': (
        'manager',
        '/odoo/action-pharma_care.pharma_care_entry_action_analysis',
        DESKTOP,
        [],
    ),
    'settings-care': (
        'admin',
        '/odoo/action-pharma_crm.pharma_config_settings_action',
        DESKTOP,
        ["document.querySelector('#care_mode, [name=care_mode]').scrollIntoView()"],
    ),
    'settings': ('admin', '/odoo/action-pharma_crm.pharma_config_settings_action', DESKTOP, []),
    'customers-phone': ('care', '/odoo/action-pharma_crm.pharma_customer_action', PHONE, []),
    'tickets': (
        'supervisor',
        '/odoo/action-pharma_callcenter.pharma_complaint_action',
        DESKTOP,
        [],
    ),
    'ticket': (
        'agent',
        '/odoo/action-pharma_callcenter.pharma_complaint_action_mine',
        DESKTOP,
        [ROW],
    ),
    'ticket-phone': (
        'agent',
        '/odoo/action-pharma_callcenter.pharma_complaint_action_mine',
        PHONE,
        ["document.querySelector('.o_kanban_record:not(.o_kanban_ghost)').click()"],
    ),
    'ticket-tasks': (
        'quality',
        '/odoo/action-pharma_callcenter.pharma_complaint_task_action_mine',
        DESKTOP,
        [],
    ),
    'lot-alarm': (
        'pharmacist',
        '/odoo/action-pharma_callcenter.pharma_complaint_alarm_action',
        DESKTOP,
        [ROW],
    ),
    'followups': (
        'agent',
        '/odoo/action-pharma_callcenter.pharma_followup_action_mine',
        DESKTOP,
        [],
    ),
    'ticket-figures': (
        'supervisor',
        '/odoo/action-pharma_callcenter.pharma_complaint_report_action',
        DESKTOP,
        [],
    ),
    'appraisal': (
        'supervisor',
        '/odoo/action-pharma_callcenter.pharma_appraisal_action',
        DESKTOP,
        [],
    ),
    'dashboard-tickets': (
        'supervisor',
        '/odoo/action-pharma_callcenter_dashboard.spreadsheet_dashboard_ticket_team_action',
        DESKTOP,
        ['null'] * 5,
    ),
    'courier': ('courier', '/odoo/my-round', PHONE, []),
    'courier-stop': (
        'courier',
        '/odoo/my-round',
        PHONE,
        ["document.querySelector('.o_pharma_courier button[data-slip]:not(.opacity-50)').click()"],
    ),
    'round': (
        'warehouse',
        '/odoo/action-pharma_delivery.pharma_round_action',
        DESKTOP,
        [ROUND_ROW, "document.querySelector('.nav-link[name=pharma_round]').click()"],
    ),
    'slips': ('warehouse', '/odoo/action-pharma_delivery.pharma_slip_action', DESKTOP, []),
    'slip': (
        'warehouse',
        '/odoo/action-pharma_delivery.pharma_slip_action',
        DESKTOP,
        [ROW, "document.querySelector('.nav-link[name=pharma_delivery]').click()"],
    ),
    'slip-paper': (
        'warehouse',
        '/odoo/action-pharma_delivery.pharma_slip_action',
        (900, 1200),
        [ROW, SLIP_PAPER],
    ),
    'slips-missing': (
        'warehouse',
        '/odoo/action-pharma_delivery.pharma_slip_missing_action',
        DESKTOP,
        [],
    ),
    'handover': (
        'pharmacist',
        '/odoo/action-pharma_delivery.pharma_handover_action',
        DESKTOP,
        [ROW],
    ),
    'register': (
        'pharmacist',
        '/odoo/action-pharma_delivery.pharma_control_entry_action',
        DESKTOP,
        [],
    ),
    'excursion': (
        'pharmacist',
        '/odoo/action-pharma_delivery.pharma_excursion_action',
        DESKTOP,
        [ROW],
    ),
    'recall': (
        'pharmacist',
        '/odoo/action-pharma_delivery.pharma_recall_action',
        DESKTOP,
        [ROW],
    ),
    'reservations': (
        'agent',
        '/odoo/action-pharma_delivery.pharma_reservation_action',
        DESKTOP,
        [],
    ),
}
