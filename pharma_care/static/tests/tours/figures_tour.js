import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

export const openMenu = (section, item) => [
    {
        trigger: `.o_menu_sections [data-menu-xmlid='${section}']`,
        run: "click",
    },
    {
        trigger: `.o-dropdown--menu [data-menu-xmlid='${item}']`,
        run: "click",
    },
];
const REPORTING = "pharma_crm.pharma_report_menu";
const figure = (name, period) => `tr[data-figure='${name}'] td[data-period='${period}']`;

// 004-67: today against the target, and the cares behind it.
tours.add("pharma_care_my_figures_tour", {
    steps: () => [
        ...openMenu("pharma_care.pharma_care_menu", "pharma_care.pharma_care_figures_mine_menu"),
        {
            trigger: `.o_pharma_figures h2:contains('Tour Employee')`,
        },
        {
            content: "One of four: a quarter of the target",
            trigger: `${figure("care_count", "day")} .progress-bar:contains('25 %')`,
        },
        {
            trigger: ".o_pharma_figures_bar:last-child[title$=': 1 + 0']",
        },
        {
            trigger: `${figure("care_count", "day")} button:contains('1')`,
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('Tour Lan')",
        },
        {
            trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item.o_back_button",
            run: "click",
        },
        {
            content: "Customers reached are as many, this month, too",
            trigger: `${figure("customer_count", "month")} button:contains('1')`,
        },
        {
            trigger: ".o_control_panel button[name=days]",
            run: "click",
        },
        {
            trigger: ".o_pivot td:contains('1')",
        },
    ],
});

// 000-18, 004-36: who does what and how far, and what is behind it.
tours.add("pharma_care_team_tour", {
    steps: () => [
        ...openMenu(REPORTING, "pharma_care.pharma_care_overview_menu"),
        {
            content: "What was agreed with Lan is hers, the rest is nobody's",
            trigger:
                ".o_kanban_record:contains('Nobody Responsible') a[name=action_view_records]:contains('Overdue'):contains('2')",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('Tour Nam')",
        },
        {
            trigger: ".breadcrumb-item.o_back_button",
            run: "click",
        },
        {
            trigger: ".o_kanban_record:contains('Tour Employee') a[name=action_view_figures]",
            run: "click",
        },
        {
            trigger: ".o_pharma_figures h2:contains('Tour Employee')",
        },
        {
            trigger: `${figure("care_count", "week")} button:contains('1')`,
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('Tour Lan')",
        },
    ],
});

// 004-67: a target for everybody, and what was reached of it.
tours.add("pharma_care_target_tour", {
    steps: () => [
        {
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            trigger: ".o_selected_row .o_field_widget[name=value] input",
            run: "edit 10",
        },
        {
            trigger: ".o_list_button_save",
            run: "click",
        },
        {
            trigger: ".o_list_view:not(:has(.o_selected_row)) .o_data_row:contains('10.00')",
        },
        ...openMenu(REPORTING, "pharma_care.pharma_care_score_menu"),
        {
            trigger:
                ".o_data_row:contains('Tour Employee'):contains('Month') .o_data_cell[name=state]:contains('Under Way')",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('Tour Lan')",
        },
    ],
});

tours.add("pharma_care_drill_effect_tour", {
    steps: () => [
        ...openMenu(REPORTING, "pharma_care.pharma_care_effect_menu"),
        {
            content: "Not the cells of the page before",
            trigger: ".o_control_panel .o_breadcrumb:contains('Effect of Care')",
        },
        {
            trigger: ".o_pivot .o_pivot_cell_value:contains(/[1-9]/)",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('Tour Lan') button[name=action_view_case]",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=partner_id]:contains('Tour Lan')",
        },
    ],
});

tours.add("pharma_care_drill_adherence_tour", {
    steps: () => [
        ...openMenu(REPORTING, "pharma_care.pharma_adherence_menu"),
        {
            trigger: ".o_list_view .o_data_row:contains('Tour Lan') .o_data_cell[name=partner_id]",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name=action_view_lines]",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('Metformin Tour')",
        },
    ],
});

tours.add("pharma_care_drill_segments_tour", {
    steps: () => [
        ...openMenu(REPORTING, "pharma_crm.pharma_customer_report_menu"),
        {
            trigger: ".o_list_view .o_data_row:contains('Tour Lan') button[name=action_view_orders]",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('Tour Lan')",
        },
    ],
});
