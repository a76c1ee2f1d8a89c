import { registry } from "@web/core/registry";

// 000-22, V11: a pharmacist finds the alarm, needs a decision to close it, and writes it.
registry.category("web_tour.tours").add("pharma_callcenter_complaint_alarm_tour", {
    steps: () => [
        {
            trigger: ".o_list_view .o_data_row:contains('TOUR-LOT') .o_data_cell[name=lot_id]",
            run: "click",
        },
        {
            content: "Who is concerned, and the buttons that lead there",
            trigger:
                ".o_form_view:has(button[name=action_view_customers]) button[name=action_view_tickets]:contains('3')",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=decision] textarea",
            run: "edit The lot is blocked.",
        },
        {
            trigger: ".o_form_view button[name=action_decide]",
            run: "click",
        },
        {
            content: "The decision is final, so it is asked for",
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Decided')",
        },
        {
            trigger: ".o_form_view:not(:has(button[name=action_decide])) button[name=action_view_tickets]",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('Tour Customer 1')",
        },
    ],
});

// 000-22: an agent reads the warning, calls the customer and links him.
registry.category("web_tour.tours").add("pharma_callcenter_complaint_sender_tour", {
    steps: () => [
        {
            trigger: ".o_list_view .o_data_row:contains('Tour Mail') .o_data_cell[name=name]",
            run: "click",
        },
        {
            trigger: ".o_form_view [name=sender]:contains('Perhaps Not Who He Says'):contains('Tour Sender')",
        },
        {
            trigger: ".o_form_view button[name=action_accept_sender]",
            run: "click",
        },
        {
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "The customer is linked and the warning is gone",
            trigger: ".o_form_view:not(:has([name=sender])) .o_field_widget[name=partner_id] input:value('Tour Sender')",
        },
    ],
});
