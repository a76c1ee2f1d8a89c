import { registry } from "@web/core/registry";

// 004-60: a pharmacist scans a lot, sees who has it, starts the recall and takes an answer.
registry.category("web_tour.tours").add("pharma_delivery_recall_tour", {
    steps: () => [
        {
            trigger: ".o_list_view .o_list_button_add, .o_list_button_add",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=title] input, .o_field_widget[name=title] textarea",
            run: "edit Tour Amoxicillin: particles",
        },
        {
            trigger: ".o_field_widget[name=scan] input",
            run: "edit TOUR-LOT",
        },
        {
            trigger: ".o_field_widget[name=reason] textarea",
            run: "edit Letter 12",
        },
        {
            content: "The lot was found by what was typed",
            trigger: ".o_field_widget[name=lot_line_ids] .o_data_row:contains('TOUR-LOT')",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "Its customer is known before the start",
            trigger: "button[name=action_view_customers] .o_stat_value:contains('1')",
        },
        {
            trigger: ".nav-link[name=branches]",
            run: "click",
        },
        {
            content: "What is left is known by branch: 40 of 50",
            trigger: ".o_field_widget[name=stock_ids] .o_data_row:contains('40.00')",
        },
        {
            trigger: ".nav-link[name=preview]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=customer_ids] .o_data_row:contains('Tour Customer')",
        },
        {
            trigger: ".o_form_view button[name=action_start]",
            run: "click",
        },
        {
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Running')",
        },
        {
            trigger: ".nav-link[name=customers]",
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name=line_ids] .o_data_row:contains('Tour Customer') button[name=action_answer]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=line_ids] .o_data_row .o_data_cell[name=quantity_used]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=quantity_used] input",
            run: "edit 10",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            content: "The answer is in the list, and everybody was told",
            trigger: "body:not(:has(.modal)) .o_data_row:contains('Reached')",
        },
    ],
});

// 004-20: a pharmacist reads why a slip is held, and sends the goods to quarantine.
registry.category("web_tour.tours").add("pharma_delivery_excursion_tour", {
    steps: () => [
        {
            trigger: ".o_list_view .o_data_row:contains('Tour Customer') .o_data_cell[name=name]",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_data_row:contains('2.0 to 8.0 degrees C')",
        },
        {
            trigger: ".o_form_view button[name=action_decide]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=decision] label:contains('Quarantine')",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=note] textarea",
            run: "edit Two hours at 15 degrees.",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('In Quarantine')",
        },
    ],
});

// 004-58: a manager offers what ends soon to those who buy it.
registry.category("web_tour.tours").add("pharma_delivery_offer_tour", {
    steps: () => [
        {
            trigger: ".o_list_view .o_data_row:contains('TOUR-NEAR') button[name=action_offer]",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=lot_id] input:value('TOUR-NEAR')",
        },
        {
            trigger: ".o_form_view button[name=action_find]",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name=action_view_customers]:contains('1')",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('Tour Buyer')",
        },
    ],
});
