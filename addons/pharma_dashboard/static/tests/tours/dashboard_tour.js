import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const openDashboard = (item) => [
    {
        trigger: ".o_menu_sections [data-menu-xmlid='pharma_crm.pharma_report_menu']",
        run: "click",
    },
    {
        trigger: `.o-dropdown--menu [data-menu-xmlid='pharma_dashboard.${item}']`,
        run: "click",
    },
    {
        content: "All cards and both graphs are drawn",
        trigger: ".o-spreadsheet:has(.o-figure[data-id='chart-targets'] canvas):has(.o-scorecard)",
    },
];
const backTo = (name) => ({
    trigger: `.breadcrumb-item.o_back_button:contains('${name}')`,
    run: "click",
});

// 004-67: the manager's dashboard, and the records behind its figures.
tours.add("pharma_dashboard_team_tour", {
    steps: () => [
        ...openDashboard("spreadsheet_dashboard_care_team_menu"),
        {
            content: "The column of cares: what is behind the first employee's figure",
            trigger: ".o-dashboard-clickable-cell[title='See records'] ~ .o-dashboard-clickable-cell[title='See records']",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('Tour Employee') .o_data_cell[name=day]",
            run: "click",
        },
        {
            trigger: ".o_form_view .oe_stat_button:contains('Cares'):contains('1')",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('Tour Lan')",
        },
    ],
});

// 004-67: the employee's own, from a title to the graph behind it.
tours.add("pharma_dashboard_mine_tour", {
    steps: () => [
        ...openDashboard("spreadsheet_dashboard_care_mine_menu"),
        {
            content: "Nobody else's dashboard is offered",
            trigger: ".o_spreadsheet_dashboard_action:contains('My Care'):not(:contains('Care Team'))",
        },
        {
            trigger: ".o-dashboard-clickable-cell[title*='Cares by Day']",
            run: "click",
        },
        {
            trigger: ".o_graph_renderer canvas",
        },
        backTo("My Dashboard"),
        {
            trigger: ".o-figure[data-id='card-care_count'] .o-scorecard",
        },
    ],
});
