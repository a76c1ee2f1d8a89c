import { registry } from "@web/core/registry";

const row = (name) => `.o_list_view .o_data_row:contains('${name}')`;
const open = (view) => ({ trigger: `.o_switch_view.o_${view}`, run: "click" });

// 002-21, 000-16, 004-61: a manager goes from a segment to its customers, to one of them, to what is
// known of him, to his orders.
registry.category("web_tour.tours").add("pharma_analysis_tour", {
    steps: () => [
        {
            content: "All customers, with their segments",
            trigger: row("Tour Lan"),
        },
        open("graph"),
        { trigger: ".o_graph_view .o_graph_canvas_container canvas" },
        open("pivot"),
        {
            content: "Behind a figure stand the customers it counts",
            trigger: ".o_pivot tbody tr:contains('New') td.o_pivot_cell_value:first",
            run: "click",
        },
        { trigger: `.o_list_view:not(:has(.o_data_row:contains('Tour Lan'))) .o_data_row:contains('Tour Nam')` },
        {
            content: "The card of one of them",
            trigger: `${row("Tour Nam")} button[name=action_pharma_open_card]`,
            run: "click",
        },
        {
            trigger: ".modal .o_pharma_card_section[data-section=figures]:contains('New')",
        },
        {
            trigger: ".modal .btn-close",
            run: "click",
        },
        {
            content: "And the orders",
            trigger: `body:not(:has(.modal)) ${row("Tour Nam")} button[name=action_view_orders]`,
            run: "click",
        },
        {
            trigger: ".o_breadcrumb .active:contains('Orders')",
        },
        {
            trigger: `${row("Tour Nam")} .o_data_cell[name=name]`,
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=order_line] .o_data_row:contains('Tour Tablets')",
        },
    ],
});

// 000-18, 004-30: a selection becomes an Excel file or a mailing, of which each customer gets what he
// permits.
registry.category("web_tour.tours").add("pharma_mailing_tour", {
    steps: () => [
        {
            trigger: `${row("Tour Lan")}`,
        },
        {
            trigger: ".o_list_view thead .o_list_record_selector input",
            run: "click",
        },
        {
            content: "The selection can be exported",
            trigger: ".o_cp_action_menus .dropdown-toggle:contains('Actions')",
            run: "click",
        },
        {
            trigger: ".o-dropdown--menu .o-dropdown-item:contains('Export')",
        },
        {
            trigger: ".o_cp_action_menus .dropdown-toggle:contains('Actions')",
            run: "click",
        },
        {
            trigger: ".o_control_panel button[name=action_send_mailing]",
            run: "click",
        },
        {
            content: "What it is for decides who may get it",
            trigger: ".modal .o_field_widget[name=purpose] .o_radio_input[data-value=advertising]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=refused_reasons]:contains('Has Not Accepted: 1')",
        },
        {
            trigger: ".modal .o_field_widget[name=subject] input",
            run: "edit New opening hours",
        },
        {
            trigger: ".modal .o_field_widget[name=body] .odoo-editor-editable",
            run: "editor We open at seven.",
        },
        {
            trigger: ".modal button[name=action_view_recipients]",
            run: "click",
        },
        {
            content: "Who gets it, and who does not",
            trigger:
                ".modal .o_field_widget[name=line_ids] .o_data_row:contains('Tour Nam'):contains('Has Not Accepted')",
        },
        {
            trigger:
                ".modal .o_field_widget[name=line_ids] .o_data_row:first-child:contains('Tour Lan'):contains('Gets It')",
        },
        {
            trigger: ".modal button[name=action_send]",
            run: "click",
        },
        {
            trigger: ".modal:contains('everybody who gets it') .modal-footer .btn-primary",
            run: "click",
        },
        {
            trigger: ".o_notification:contains('1 e-mails leave')",
        },
    ],
});
