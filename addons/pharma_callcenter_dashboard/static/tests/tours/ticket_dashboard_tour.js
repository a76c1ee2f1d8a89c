import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const RECORDS = ".o-dashboard-clickable-cell[title='See records']";
const ours = (item) => `pharma_callcenter_dashboard.spreadsheet_dashboard_${item}_menu`;

const openDashboard = (item, chart) => [
    {
        trigger: ".o_menu_sections [data-menu-xmlid='pharma_crm.pharma_report_menu']",
        run: "click",
    },
    {
        trigger: `.o-dropdown--menu [data-menu-xmlid='${ours(item)}']`,
        run: "click",
    },
    {
        content: "The graph is drawn",
        trigger: `.o-spreadsheet .o-figure[data-id='chart-${chart}'] canvas`,
    },
];
// A dashboard is drawn on a canvas: it scrolls by its own handler.
const scroll = (distance) => ({
    trigger: ".o-spreadsheet .o-grid-overlay",
    run({ anchor }) {
        anchor.dispatchEvent(
            new WheelEvent("wheel", { deltaY: distance, bubbles: true, cancelable: true })
        );
    },
});
const backTo = (name) => ({
    trigger: `.breadcrumb-item.o_back_button:contains('${name}')`,
    run: "click",
});
const scorecard = (name) => `.o-figure[data-id='card-${name}'] .o-scorecard`;

// 000-44: the supervisor's dashboard, from a figure to its tickets and to one of them.
tours.add("pharma_callcenter_dashboard_team_tour", {
    steps: () => [
        ...openDashboard("ticket_team", "received"),
        {
            content: "All three are offered",
            trigger: ".o_spreadsheet_dashboard_action:contains('My Tickets'):contains('Appraisal')",
        },
        scroll(850),
        {
            content: "All tickets, counted in the table of kinds",
            trigger: RECORDS,
            run: "click",
        },
        {
            trigger: ".o_list_view:has(.o_data_row:contains('Tour Lan')) .o_data_row:contains('Tour Nam') .o_data_cell[name=kind_id]",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=partner_id] input:value('Tour Nam')",
        },
        {
            trigger: ".breadcrumb-item.o_back_button",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('Tour Lan')",
        },
        backTo("Dashboard of Tickets"),
        {
            content: "It is where it was left",
            trigger: RECORDS,
        },
        scroll(-3000),
        {
            content: "A card leads to what is open",
            trigger: scorecard("open"),
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('Tour Nam')",
        },
    ],
});

// 000-44: the agent's own, with the lists that lead to a ticket.
tours.add("pharma_callcenter_dashboard_mine_tour", {
    steps: () => [
        ...openDashboard("ticket_mine", "open"),
        {
            content: "Nobody else's dashboard is offered",
            trigger:
                ".o_spreadsheet_dashboard_action:contains('My Tickets'):not(:contains('Tickets of the Team')):not(:contains('Appraisal'))",
        },
        {
            content: "A title leads to the graph",
            trigger: ".o-dashboard-clickable-cell[title*='Solved by Week']",
            run: "click",
        },
        {
            trigger: ".o_graph_renderer",
        },
        backTo("My Dashboard of Tickets"),
        {
            content: "A card leads to the open tickets",
            trigger: scorecard("open"),
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('Tour Nam')",
        },
        backTo("My Dashboard of Tickets"),
        {
            trigger: ".o-figure[data-id='chart-open'] canvas",
        },
        scroll(900),
        {
            content: "The oldest open ticket",
            trigger: ".o-dashboard-clickable-cell[title='Open record']",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=partner_id] input:value('Tour Nam')",
        },
    ],
});

// 000-41: points of employees, and the rows behind them.
tours.add("pharma_callcenter_dashboard_appraisal_tour", {
    steps: () => [
        ...openDashboard("appraisal", "points"),
        {
            trigger: RECORDS,
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('Tour Agent')",
        },
    ],
});

// 000-36: the pharmacist reads the figures of tickets, and no appraisal.
tours.add("pharma_callcenter_dashboard_pharmacist_tour", {
    steps: () => [
        ...openDashboard("ticket_team", "received"),
        {
            trigger:
                ".o_spreadsheet_dashboard_action:contains('Tickets of the Team'):not(:contains('Appraisal'))",
        },
    ],
});
