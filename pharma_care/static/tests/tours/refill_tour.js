import { registry } from "@web/core/registry";

const rowOf = (name) => `.o_list_view .o_data_row:contains('${name}')`;

// 000-10, 004-45, 004-56: the next customer, what was said, the next refill ordered beside it, and
// back to the list.
registry.category("web_tour.tours").add("pharma_care_refill_tour", {
    steps: () => [
        {
            trigger: ".o_control_panel button[name=action_next_care]",
            run: "click",
        },
        {
            trigger: ".o_form_view:contains('Tour Lan') .o_field_widget[name=content] textarea:focus",
            run: "edit Needs both again.",
        },
        {
            trigger: ".o_selection_badge:contains('Buys again')",
            run: "click",
        },
        {
            content: "What runs out stands there with the usual quantity",
            trigger:
                ".o_field_widget[name=refill_line_ids] .o_data_row:contains('Metformin Tour'):contains('20 Units')",
        },
        {
            trigger: ".o_form_view button[name=refill_order]",
            run: "click",
        },
        {
            content: "The quotation opens over the care, with both medicines",
            trigger:
                ".modal .o_field_widget[name=order_line]:contains('Metformin Tour'):contains('Paracetamol Tour')",
        },
        {
            trigger: ".modal .btn-close",
            run: "click",
        },
        {
            content: "Pressed once more, it is the same one",
            trigger: "body:not(:has(.modal)) .o_form_view button[name=refill_order]",
            run: "click",
        },
        {
            content: "Confirming closes the quotation",
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        {
            content: "The care was not saved meanwhile; the date follows the new supply",
            trigger:
                "body:not(:has(.modal)) .o_pharma_quick_dates button[name=runout].active",
        },
        {
            trigger: "button[name=action_save_back]",
            run: "click",
        },
        {
            trigger: `${rowOf("Tour Nam")}`,
        },
        {
            trigger: ".o_list_view:not(:has(.o_data_row:contains('Tour Lan')))",
        },
    ],
});
