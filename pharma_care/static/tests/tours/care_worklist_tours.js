import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const rowOf = (name) => `.o_list_view .o_data_row:contains('${name}')`;

/** Steps that fill an open entry form: what was said, one click each for response and date. */
export const fillEntry = (name) => [
    {
        content: "The form is about the customer, with the cursor in the content",
        trigger: `.o_form_view:contains('${name}') .o_field_widget[name=content] textarea:focus`,
        run: "edit Takes it every day.",
    },
    {
        trigger: ".o_selection_badge:contains('Doing well')",
        run: "click",
    },
    {
        trigger: ".o_pharma_quick_dates button[name=month]",
        run: "click",
    },
    {
        trigger: ".o_pharma_quick_dates button[name=month].active",
    },
];

// 004-51, 004-56: from the list of orders to a saved care and back, in four clicks.
tours.add("pharma_care_orders_tour", {
    steps: () => [
        {
            content: "The medicine is named in the list",
            trigger: `${rowOf("Tour Lan")} .o_data_cell[name=medicine_names]:contains('Metformin Tour')`,
            run: "click",
        },
        {
            content: "It also stands in the form, with its end",
            trigger: ".o_field_widget[name=case_line_ids] .o_data_row:contains('Metformin Tour')",
        },
        ...fillEntry("Tour Lan"),
        {
            trigger: "button[name=action_save_back]",
            run: "click",
        },
        {
            content: "Back in the list, where she is no longer due",
            trigger: `.o_list_view:not(:has(.o_data_row:contains('Tour Lan'))) ${".o_data_row:contains('Tour Nam')"}`,
        },
        {
            content: "The next care stands there without the filter",
            trigger: ".o_searchview_facet:contains('Due') .o_facet_remove",
            run: "click",
        },
        {
            trigger: `${rowOf("Tour Lan")} .o_data_cell[name=state]:contains('In Care')`,
        },
    ],
});

// 004-50: one customer after the other, each in place of the one before.
tours.add("pharma_care_next_tour", {
    steps: () => [
        {
            trigger: ".o_list_view button[name=action_next_care], .o_control_panel button[name=action_next_care]",
            run: "click",
        },
        ...fillEntry("Tour Lan"),
        {
            trigger: "button[name=action_save_next]",
            run: "click",
        },
        ...fillEntry("Tour Nam"),
        {
            content: "The list is one step back",
            trigger: ".o_breadcrumb:not(:contains('Tour Lan'))",
        },
        {
            trigger: "button[name=action_save_next]",
            run: "click",
        },
        {
            content: "Nobody is left: told, and back in the list",
            trigger: ".o_notification:contains('No customer is due')",
        },
        {
            trigger: ".o_control_panel:contains('Orders to Care For')",
        },
    ],
});

// 004-56: the whole contact without the mouse.
tours.add("pharma_care_keyboard_tour", {
    steps: () => [
        {
            trigger: `${rowOf("Tour Lan")} .o_data_cell[name=medicine_names]`,
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=content] textarea:focus",
            run: "edit Takes it every day.",
        },
        {
            content: "The next stop is the response",
            trigger: ".o_field_widget[name=content] textarea",
            run: "press Tab",
        },
        {
            trigger: ".o_selection_badge:contains('Doing well'):focus",
            run: "press ArrowDown",
        },
        {
            content: "The first arrow chooses what has the cursor, the next goes on",
            trigger: ".o_selection_badge.active:contains('Doing well'):focus",
            run: "press ArrowRight",
        },
        {
            trigger: ".o_selection_badge.active[aria-checked=true]:contains('Buys again'):focus",
        },
        {
            trigger: ".o_field_widget[name=date_next] input",
            // counted from the day of the browser, which need not be that of the company
            run: "edit +30d && press Tab",
        },
        {
            trigger: ".o_pharma_quick_dates button[name=month]",
            run: "press Alt+w",
        },
        {
            trigger: `.o_list_view:not(:has(.o_data_row:contains('Tour Lan'))) .o_data_row:contains('Tour Nam')`,
        },
    ],
});

// 004-52: the list of one therapeutic group.
tours.add("pharma_care_group_tour", {
    steps: () => [
        {
            trigger: rowOf("Tour Nam"),
        },
        {
            trigger: ".o_search_panel_filter_value:contains('Diabetes') input",
            run: "click",
        },
        {
            trigger: `.o_list_view:not(:has(.o_data_row:contains('Tour Nam'))) .o_data_row:contains('Tour Lan')`,
        },
    ],
});

// 004-53: the list of a region with those below it.
tours.add("pharma_care_region_tour", {
    steps: () => [
        {
            trigger: rowOf("Tour Nam"),
        },
        {
            trigger: ".o_search_panel_category_value:contains('Tour Region') header",
            run: "click",
        },
        {
            trigger: `.o_list_view:not(:has(.o_data_row:contains('Tour Nam'))) .o_data_row:contains('Tour Lan')`,
        },
    ],
});

// 004-54, 004-44, 004-50: each customer once; who is cared for moves to 'Today'.
tours.add("pharma_care_customers_tour", {
    steps: () => [
        {
            content: "Lan has two orders and stands there once, with the nearest",
            trigger: `.o_list_view:not(:has(.o_data_row:contains('Tour Lan') ~ .o_data_row:contains('Tour Lan'))) .o_data_row:contains('Tour Lan') .o_data_cell[name=customer_medicines]:contains('Metformin Tour')`,
            run: "click",
        },
        ...fillEntry("Tour Lan"),
        {
            trigger: "button[name=action_save_back]",
            run: "click",
        },
        {
            trigger: `.o_list_view:not(:has(.o_data_row:contains('Tour Lan'))) .o_data_row:contains('Tour Nam')`,
        },
        {
            trigger: ".o_menu_sections button[data-menu-xmlid='pharma_care.pharma_care_menu']",
            run: "click",
        },
        {
            trigger: ".o-dropdown--menu [data-menu-xmlid='pharma_care.pharma_care_today_menu']",
            run: "click",
        },
        {
            trigger: `.o_control_panel:contains('Today')`,
        },
        {
            trigger: `.o_list_view:not(:has(.o_data_row:contains('Tour Nam'))) .o_data_row:contains('Tour Lan')`,
        },
    ],
});

// 004-62: from the number in the top bar to a recorded contact, which takes the customer off it.
tours.add("pharma_care_alert_tour", {
    steps: () => [
        {
            trigger: ".o_pharma_care_alert:contains('2')",
            run: "click",
        },
        {
            content: "Only those whose supply ends, in red",
            trigger: `.o_breadcrumb:contains('Supply Ends without Contact'), .o_control_panel:contains('Supply Ends without Contact')`,
        },
        {
            trigger: `${rowOf("Tour Nam")} .o_data_cell[name=partner_id].text-danger`,
            run: "click",
        },
        ...fillEntry("Tour Nam"),
        {
            trigger: "button[name=action_save_back]",
            run: "click",
        },
        {
            content: "Back in the list, where one is left",
            trigger: `.o_list_view:not(:has(.o_data_row:contains('Tour Nam'))) ${".o_data_row:contains('Tour Lan')"}`,
        },
        {
            trigger: ".o_pharma_care_alert:contains('1')",
        },
    ],
});
