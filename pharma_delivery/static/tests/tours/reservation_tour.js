import { registry } from "@web/core/registry";

// 000-26: an agent writes down in three fields who wants what.
registry.category("web_tour.tours").add("pharma_delivery_reserve_tour", {
    steps: () => [
        {
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=partner_id] input",
            run: "edit Tour Customer Khang",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains('Tour Customer Khang') a",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=product_id] input",
            run: "edit Tour Insulin",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains('Tour Insulin') a",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=quantity] input",
            run: "edit 5 && press Tab",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "It has a number and waits",
            trigger: ".o_form_saved .o_statusbar_status .o_arrow_button_current:contains('Waiting')",
        },
    ],
});

// 000-26: the goods have come, the agent makes the order with one button.
registry.category("web_tour.tours").add("pharma_delivery_reservation_order_tour", {
    steps: () => [
        {
            trigger: ".o_data_row:contains('Tour Insulin') .o_data_cell[name=partner_id]",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name=action_order_now]",
            run: "click",
        },
        {
            content: "The order is confirmed",
            trigger: ".o_form_view .o_field_widget[name=order_line] .o_data_row:contains('Tour Insulin')",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Sales Order')",
        },
    ],
});
