import { registry } from "@web/core/registry";

// 000-36, 000-16: an employee who only reads orders opens a confirmed one and sees its lines.
registry.category("web_tour.tours").add("pharma_order_tour", {
    url: "/odoo/action-pharma_crm.pharma_order_action",
    steps: () => [
        {
            trigger: ".o_list_view .o_data_row:contains('Tour Customer') .o_data_cell[name=name]",
            run: "click",
        },
        {
            content: "The lines are there, and no button that would end in an error",
            trigger:
                ".o_form_view:not(:has(.o_statusbar_buttons button)) .o_field_widget[name=order_line] .o_data_row:contains('Tour Medicine')",
        },
    ],
});
