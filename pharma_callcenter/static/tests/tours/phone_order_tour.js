import { registry } from "@web/core/registry";

// 000-25: one line, without the mouse once the window is open.
registry.category("web_tour.tours").add("pharma_callcenter_phone_order_tour", {
    steps: () => [
        {
            trigger: ".o_form_view button[name=action_phone_order]",
            run: "click",
        },
        {
            content: "The customer of the call is there",
            trigger: ".modal .o_pharma_phone_order:contains('0912 345 678')",
        },
        {
            trigger: ".modal .o_pharma_search",
            run: "edit ha sot zyxfe",
        },
        {
            content: "Price with taxes and stock",
            trigger: ".modal .o_pharma_active:contains('Zyxfever'):contains('20')",
        },
        {
            trigger: ".modal .o_pharma_search",
            run: "press Enter",
        },
        {
            trigger: ".modal .o_pharma_quantity:focus",
            run: "edit 3",
        },
        {
            trigger: ".modal .o_pharma_quantity",
            run: "press Enter",
        },
        {
            content: "3 x 1050",
            trigger: ".modal .o_pharma_total:contains('3,150')",
        },
        {
            trigger: ".modal .o_pharma_search",
            run: "press Control+Enter",
        },
        {
            trigger: ".o_notification:contains('is confirmed')",
        },
        {
            content: "The call shows the order",
            trigger: "body:not(:has(.modal)) .o_field_widget[name=order_id] input:value('S')",
        },
    ],
});

registry.category("web_tour.tours").add("pharma_callcenter_prices_tour", {
    steps: () => [
        {
            trigger: ".o_kanban_view",
        },
        {
            trigger: ".o_menu_sections button:contains('Calls')",
            run: "click",
        },
        {
            trigger: ".o-dropdown--menu a:contains('Prices and Stock')",
            run: "click",
        },
        {
            trigger: ".modal .o_pharma_search",
            run: "edit zyxcet",
        },
        {
            trigger: ".modal tr:contains('Zyxcet Siro') .badge:contains('Precursor')",
        },
        {
            content: "No order without the right to sell",
            trigger: ".modal:not(:has(.o_pharma_confirm))",
        },
        {
            trigger: ".modal tr:contains('Zyxfever') button:contains('Alternatives')",
            run: "click",
        },
        {
            trigger: ".modal .o_pharma_alternatives:contains('Other strength')",
        },
        {
            trigger: ".modal footer button:contains('Close')",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal))",
        },
    ],
});
