import { registry } from "@web/core/registry";

// 003-17: a supervisor sees that reminders have stopped, opens a late ticket and extends its date
// with a reason, which is in the log afterwards.
registry.category("web_tour.tours").add("pharma_complaint_extend_tour", {
    url: "/odoo/action-pharma_callcenter.pharma_complaint_action_late",
    steps: () => [
        {
            trigger: ".o_pharma_escalation_banner:contains('switched off')",
        },
        {
            trigger: ".o_data_row.text-danger .o_data_cell[name=name]:contains('Tour Late')",
            run: "click",
        },
        {
            trigger: ".o_form_view .alert:contains('This ticket is late')",
        },
        {
            trigger: ".o_form_view .alert:contains('switched off')",
        },
        {
            trigger: ".o_statusbar_buttons button[name=action_extend]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=date] :is(input, button)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=date] input",
            run: "edit 12/30/2037 10:00:00",
        },
        {
            trigger: ".modal .o_field_widget[name=reason] textarea",
            run: "edit The supplier has to answer",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_form_view:not(:has(.alert:contains('is late')))",
        },
        {
            trigger: ".o_notebook .nav-link[name=escalation]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=escalation_log_ids] .o_data_cell:contains('The supplier has to')",
        },
    ],
});

// 003-17: the responsible agent promises the proposed date; a later one is refused in words.
registry.category("web_tour.tours").add("pharma_complaint_promise_tour", {
    url: "/odoo/action-pharma_callcenter.pharma_complaint_action_mine",
    steps: () => [
        {
            trigger: ".o_data_row .o_data_cell[name=name]:contains('Tour Open')",
            run: "click",
        },
        {
            trigger: ".o_statusbar_buttons button[name=action_extend]",
            run: "click",
        },
        {
            trigger: ".modal .modal-body:contains('next level up')",
        },
        {
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_statusbar_buttons button[name=action_promise]",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_field_widget[name=pledge_user_id]:contains('Tour Agent')",
        },
    ],
});
